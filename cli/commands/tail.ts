import type { Command } from 'commander';
import type { TailOptions } from '../tail/tail-events.ts';
import { several } from '../target/filter-options.ts';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

const EXAMPLES = `
Examples:
  smile tail
  smile tail --errors --stage production
  smile tail --user u-1 --type ACCOUNT_CONNECTED,TASK_FINISHED
`;

/** Adds `smile tail`. */
export function addTail(smile: Command): void {
  const command = smile
    .command('tail')
    .summary('print what happens to events, live')
    .description('Prints what happens to events, one line each, until Ctrl-C.')
    .addHelpText('before', EXAMPLES)
    .option('--user <id>', 'of this user, record or verification')
    .option('--type <types>', 'of these event types', several)
    .option('--id <ids>', 'of these events', several)
    .option('--errors', 'only what fails');
  addTarget(command).action(async (options: TargetOptions & TailOptions) => {
    const { tailEvents } = await import('../tail/tail-events.ts');
    await tailEvents(await targetOf(options), options);
  });
}
