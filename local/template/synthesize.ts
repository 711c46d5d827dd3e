import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beside } from '../../infra/bundle/beside.ts';
import { stackName } from './generated-name.ts';
import { SynthesisFailed } from './synthesis-failed.ts';

const PROCESS = beside('synthesis-process', import.meta.url);
const CDK_JSON = new URL('../../cdk.json', import.meta.url);

/** Where and how long a synthesis works. */
export interface SynthesisOptions {
  /** A directory of the caller's own; who outlives the other removes it. Default: one that is made. */
  readonly temporary?: string | undefined;
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Synthesizes the stack of a stage as `cdk synth -c stage=…` does, without validating it.
 *
 * In a process of its own, because the CDK would stay in the memory of this one; and with nothing of
 * the environment that it was started in, so that the same files give the same template.
 *
 * @returns the template as JSON text
 * @throws SynthesisFailed
 */
export async function synthesize(
  stage: string,
  { temporary, signal }: SynthesisOptions = {},
): Promise<string> {
  const { context } = JSON.parse(await readFile(CDK_JSON, 'utf8')) as { readonly context: object };
  const CDK_OUTDIR = await mkdtemp(join(temporary ?? tmpdir(), 'smile-synth-'));
  const child = spawn(process.execPath, [PROCESS, String(process.pid), temporary ?? CDK_OUTDIR], {
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR,
      // The local run bundles by itself.
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage, 'aws:cdk:bundling-stacks': [] }),
      // The CDK's own check of the template takes seconds. It guards deployments, and this is none.
      CDK_VALIDATION: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(signal ? { signal } : {}),
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    const [[code], output, errors] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ]);
    if (code !== 0) throw new SynthesisFailed(errors.trim() === '' ? output : errors);
    return await readFile(join(CDK_OUTDIR, `${stackName(stage)}.template.json`), 'utf8');
  } finally {
    // Given up, it may still be writing.
    if (child.pid !== undefined) await gone;
    await rm(CDK_OUTDIR, { recursive: true, force: true, maxRetries: 3 });
  }
}
