import type { Command } from 'commander';

/** Adds `smile trigger`, which reads its own arguments: they are those of `npm run trigger`. */
export function addTrigger(smile: Command): void {
  smile
    .command('trigger')
    .summary('send an invented event')
    .argument('[arguments...]', 'a type and its options; smile trigger --help lists them')
    .allowUnknownOption()
    .helpOption(false)
    .action(async () => {
      // Without the name of the command, as npm run trigger has it.
      process.argv.splice(2, 1);
      await import('../../local/trigger.ts');
    });
}
