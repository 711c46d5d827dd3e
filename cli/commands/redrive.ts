import type { Command } from 'commander';
import type { RedriveOptions } from '../repair/redrive-letters.ts';
import { addRepair } from '../repair/options.ts';
import { addChoice, type FilterOptions, filterOf, several } from '../target/filter-options.ts';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

type Options = TargetOptions & FilterOptions & RedriveOptions;

const EXAMPLES = `
Examples:
  smile redrive --id et-5f0c19a2b7d84e6fa1c03d92e8b47a60
  smile redrive --reason 7f3a01 --first 1 --stage production
  smile redrive --all --stage production --confirm production
`;

/** Adds `smile redrive`. */
export function addRedrive(smile: Command): void {
  const command = smile
    .command('redrive')
    .summary('bring dead letters back to the worker')
    .description(
      'Brings dead letters back to the worker, in the order of each user, and says what became of them.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--reason <keys>', 'that died of this: a key of smile dead-letters', several)
    .option('--all', 'every dead letter');
  addTarget(addRepair(addChoice(command))).action(async (options: Options) => {
    const { redriveLetters } = await import('../repair/redrive-letters.ts');
    const filter = await filterOf(options);
    await redriveLetters(await targetOf(options), filter, options);
  });
}
