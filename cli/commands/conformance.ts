import { type Command, Option } from 'commander';
import type { ConformanceOptions } from '../../conformance/arguments.ts';
import { Misused } from '../misused.ts';

type Options = ConformanceOptions & { readonly secret?: unknown };

const EXAMPLES = `
Examples:
  smile conformance
  smile conformance --only duplicates-at-once --only late-end
  smile conformance --stage sandbox --patience 120
  SMILE_SECRET=… smile conformance --url http://127.0.0.1:9000/webhooks
`;

const each = (text: string, before: readonly string[] = []) => [...before, text];

/** Adds `smile conformance`. */
export function addConformance(smile: Command): void {
  smile
    .command('conformance')
    .summary('try a receiver from outside, and say what does not hold')
    .description(
      'Sends what Smile would, and what it would not, and looks at what became of it. Prints a line for each scenario. The secret is that of the local run or the stage, or SMILE_SECRET.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--url <url>', 'the receiver (default: the local run, or that of the stage)')
    .addOption(new Option('--inspect <url>', 'the run that shows the effects').conflicts(['stage']))
    .option('--stage <name>', 'a deployed sandbox, which shows the effects')
    .option('--only <id>', 'this scenario; may be repeated', each)
    .option('--junit <file>', 'write a report for CI')
    .option('--json <file>', 'write a report as JSON')
    .option('--restart <command>', 'kills the receiver, and starts it again in the background')
    .option('--logs <file>', 'where the log of the receiver goes')
    .option('--patience <seconds>', 'how long an effect may take (default: 30)')
    .option('--slow', 'also what takes more than five minutes')
    .addOption(new Option('--secret [text]').hideHelp())
    .action(async ({ secret, ...options }: Options) => {
      // The message does not repeat it.
      if (secret !== undefined) {
        throw new Misused(
          'A secret must not be an argument, which others on this machine can read. Give it as SMILE_SECRET.',
        );
      }
      const { tryReceiver } = await import('../../conformance/try-receiver.ts');
      process.exitCode = await tryReceiver(options);
    });
}
