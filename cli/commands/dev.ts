import type { Command } from 'commander';
import { portOption } from '../number-option.ts';

/** What `smile dev` takes. */
export interface DevOptions {
  readonly port: number;
  readonly app?: string;
  readonly inspect?: number | true;
  readonly logs?: true;
  readonly open?: true;
  readonly keep?: string | true;
}

const EXAMPLES = `
Examples:
  smile dev
  smile dev --app 'node app.ts' --port 9000
  smile dev --inspect     stop at breakpoints; each event waits for you
`;

/** Adds `smile dev`. */
export function addDev(smile: Command): void {
  smile
    .command('dev')
    .summary('run the receiver here, and load handlers again when you save them')
    .description(
      'Runs the receiver on this machine, with queues and tables, as your stack describes it. Handlers are loaded again when you save them; no event is lost meanwhile.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--port <number>', 'where it listens', portOption('--port'), 8787)
    .option('--app <command>', 'the CDK app whose stack runs (default: the one in cdk.json)')
    .option('--inspect [port]', 'let a debugger in, on port 9229', portOption('--inspect'))
    .option('--logs', 'print what the functions write, as CloudWatch would have it')
    .option('--open', 'open the inspector in the browser')
    .option('--keep [directory]', 'keep queues and tables for the next run, in .smile')
    .action(async (options: DevOptions) => {
      const { dev } = await import('../dev/dev.ts');
      await dev(options);
    });
}
