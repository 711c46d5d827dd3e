import type { Command } from 'commander';
import { addFilter, type FilterOptions, filterOf } from '../target/filter-options.ts';
import { limitOption } from '../number-option.ts';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';
import type { ReplayOptions } from '../replay/replay-events.ts';

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
    .option('--as <name>', 'continue the replay of that name')
    .option('--rate <number>', 'events a second', limitOption, 20)
    .option('--dry-run', 'print what would be replayed')
    .option('--yes', 'do not ask, in the local run and sandboxes')
    .option('--confirm <stage>', 'do not ask, anywhere');
  addTarget(addFilter(command)).action(async (options: Options) => {
    const { replayEvents } = await import('../replay/replay-events.ts');
    await replayEvents(await targetOf(options), filterOf(options), options);
  });
}
