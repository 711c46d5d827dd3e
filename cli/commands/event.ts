import type { Command } from 'commander';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

type Options = TargetOptions & { readonly body?: true };

const EXAMPLES = `
Examples:
  smile event et-5f0c19a2b7d84e6fa1c03d92e8b47a60
  smile event et-5f0c19a2b7d84e6fa1c03d92e8b47a60 --stage production
  smile event et-5f0c19a2b7d84e6fa1c03d92e8b47a60 --body     prints what Smile sent: personal data
`;

/** Adds `smile event`. */
export function addEvent(smile: Command): void {
  const command = smile
    .command('event')
    .summary('show one event')
    .description('Shows one event: when it came, what became of it, and why.')
    .addHelpText('before', EXAMPLES)
    .argument('<id>', 'the id that Smile gave it')
    .option('--body', 'print the body instead');
  addTarget(command).action(async (id: string, options: Options) => {
    const { findEvents } = await import('../../operations/find-events.ts');
    const { printBody, printEvent } = await import('../output/print-event.ts');
    const stage = await targetOf(options);
    const [row] = await findEvents(stage, { ids: [id] });
    if (!row) {
      process.stderr.write(
        `There is no event ${id}. Compare the id, and the stage. A row expires 90 days after its event came.\n`,
      );
      process.exitCode = 1;
    } else if (options.body) await printBody(stage, row);
    else printEvent(row, options, stage);
  });
}
