import type { Command } from 'commander';
import { portOption } from '../number-option.ts';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

/** What `smile inspect` takes beside the target. */
export interface InspectOptions extends TargetOptions {
  readonly port: number;
  readonly open?: true;
  readonly readOnly?: true;
  readonly event?: string;
}

const EXAMPLES = `
Examples:
  smile inspect --stage production
  smile inspect --stage production --event et-5f0c19a2b7d84e6fa1c03d92e8b47a60
  smile inspect --stage production --read-only --open
`;

/** Adds `smile inspect`. */
export function addInspect(smile: Command): void {
  const command = smile
    .command('inspect')
    .summary('open a page with the events of a stage')
    .description(
      'Serves a page on this machine that shows the events of a stage, live, and brings them back. It works with your own AWS identity; nothing is deployed for it. smile dev serves the same page by itself.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--port <number>', 'where it listens', portOption('--port'), 8789)
    .option('--event <id>', 'show this event first')
    .option('--read-only', 'refuse every change')
    .option('--open', 'open it in the browser');
  addTarget(command).action(async (options: InspectOptions) => {
    const { inspect } = await import('../inspect/inspect.ts');
    await inspect(await targetOf(options), options);
  });
}
