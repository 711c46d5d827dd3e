import type { Command } from 'commander';

/** Adds `smile conformance`, which reads its own arguments: they are those of `npm run conformance`. */
export function addConformance(smile: Command): void {
  smile
    .command('conformance')
    .summary('try a receiver from outside, and say what does not hold')
    .argument('[arguments...]', 'smile conformance --help lists them')
    .allowUnknownOption()
    .helpOption(false)
    .action(async () => {
      // Without the name of the command, as npm run conformance has it.
      process.argv.splice(2, 1);
      await import('../../conformance/main.ts');
    });
}
