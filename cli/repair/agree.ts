import { createInterface } from 'node:readline/promises';
import { isSandbox } from '../../operations/sandbox/is-sandbox.ts';
import { Misused } from '../misused.ts';

/** What decides who is asked. */
interface Asked {
  readonly isLocal: boolean;
  readonly stage?: string | undefined;
  readonly yes?: true | undefined;
  readonly confirm?: string | undefined;
}

/**
 * Asks a person on a terminal before something is changed: for yes in the local run and in sandboxes, for the stage's
 * name elsewhere.
 *
 * @throws Misused if nobody can be asked, or if the answer is another one
 */
export async function agree(
  question: string,
  { isLocal, stage, yes, confirm }: Asked,
): Promise<void> {
  if (confirm !== undefined && confirm === stage) return;
  const isHarmless = isLocal || (await isSandboxStage(stage ?? ''));
  if (yes && isHarmless) return;
  const wanted = isHarmless ? 'yes' : (stage ?? '');
  const flag = isHarmless ? '--yes' : `--confirm ${wanted}`;
  if (!process.stdin.isTTY) throw new Misused(`This asks before it acts. Add ${flag}.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} Type ${wanted} to continue: `);
  terminal.close();
  if (answer !== wanted) throw new Misused('Nothing was done.');
}

/** A stage that is not deployed yet says nothing of its mode: then its name counts. */
async function isSandboxStage(stage: string): Promise<boolean> {
  return stage === 'sandbox' || (await isSandbox(stage).catch(() => false));
}
