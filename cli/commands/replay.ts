import type { Command } from 'commander';
import type { ReplayOptions } from '../repair/replay-events.ts';
import { addRepair } from '../repair/options.ts';
import { addFilter, type FilterOptions, filterOf } from '../target/filter-options.ts';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

type Options = TargetOptions & FilterOptions & ReplayOptions;

const EXAMPLES = `
Examples:
  smile replay --id et-5f0c19a2b7d84e6fa1c03d92e8b47a60
  smile replay --user u-1 --type DOCUMENTS_ADDED --dry-run
  smile replay --user u-1 --stage production --confirm production
`;

/** Adds `smile replay`. */
export function addReplay(smile: Command): void {
  const command = smile
    .command('replay')
    .summary('let the handlers of events that are done run once more')
    .description(
      'Sends events that are done once more, each under a key of its own: its handler runs again, state stays as it is.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--as <name>', 'continue the replay of that name');
  addTarget(addRepair(addFilter(command))).action(async (options: Options) => {
    const { replayEvents } = await import('../repair/replay-events.ts');
    const filter = await filterOf(options);
    await replayEvents(await targetOf(options), filter, options);
  });
}
