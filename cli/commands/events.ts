import type { Command } from 'commander';
import { addFilter, type FilterOptions, filterOf } from '../target/filter-options.ts';
import { limitOption } from '../number-option.ts';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

type Options = TargetOptions & FilterOptions & { readonly limit: number };

const EXAMPLES = `
Examples:
  smile events --status dead,failed
  smile events --user u-1 --since 2h --stage production
  smile events --type TASK_FINISHED --json
`;

/** Adds `smile events`. */
export function addEvents(smile: Command): void {
  const command = smile
    .command('events')
    .summary('list events, newest first')
    .description('Lists events, newest first, with what became of each and why.')
    .addHelpText('before', EXAMPLES)
    .option('--limit <number>', 'at most so many', limitOption, 200);
  addTarget(addFilter(command)).action(async (options: Options) => {
    const { listEvents } = await import('../../operations/list-events.ts');
    const { printEvents } = await import('../output/print-events.ts');
    const filter = await filterOf(options);
    const stage = await targetOf(options);
    printEvents(await listEvents(stage, filter), options, stage);
  });
}
