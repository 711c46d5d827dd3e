import type { Command } from 'commander';
import type { Stage } from '../../operations/stage.ts';

/** How a command says which receiver it works on. */
export interface TargetOptions {
  readonly stage?: string;
  readonly url: string;
  readonly json?: true;
}

/** Adds the options that every command on a receiver has. */
export function addTarget(command: Command): Command {
  return command
    .option('--stage <name>', 'a deployed stage (default: the local run)')
    .option('--url <url>', 'of the local run', 'http://127.0.0.1:8787')
    .option('--json', 'print one JSON object a line');
}

/**
 * The receiver that the options name; says on standard error which one it is.
 *
 * @throws StageOutOfReach, LocalRunUnreachable
 */
export async function targetOf({ stage, url }: TargetOptions): Promise<Stage> {
  const reached =
    stage === undefined
      ? await (await import('../../operations/local-stage.ts')).localStage(url)
      : await (await import('../../operations/deployed-stage.ts')).deployedStage(stage);
  process.stderr.write(`${reached.title}\n`);
  return reached;
}
