import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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
export async function synthesize(stage: string, options: SynthesisOptions = {}): Promise<string> {
  const { context } = JSON.parse(await readFile(CDK_JSON, 'utf8')) as { readonly context: object };
  const { temporary } = options;
  const run = (output: string) => ({
    command: [process.execPath, PROCESS, String(process.pid), temporary ?? output] as const,
    environment: { PATH: process.env.PATH },
    context: { ...context, stage },
  });
  return await runApp(run, options, (output) =>
    readFile(join(output, `${stackName(stage)}.template.json`), 'utf8'),
  );
}

/**
 * Synthesizes a user's own CDK app, with the environment that it would have in `cdk synth`.
 *
 * @param app its command, as in `cdk.json`
 * @returns its templates as JSON texts
 * @throws SynthesisFailed
 */
export async function synthesizeApp(
  app: string,
  context: object,
  options: SynthesisOptions = {},
): Promise<readonly string[]> {
  const run = () => ({ command: ['sh', '-c', app] as const, environment: process.env, context });
  return await runApp(run, options, async (output) => {
    const names = await readdir(output);
    const templates = names.filter((name) => name.endsWith('.template.json'));
    return await Promise.all(templates.map((name) => readFile(join(output, name), 'utf8')));
  });
}

interface AppRun {
  readonly command: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
  readonly context: object;
}

async function runApp<T>(
  describe: (output: string) => AppRun,
  { temporary, signal }: SynthesisOptions,
  read: (output: string) => Promise<T>,
): Promise<T> {
  const CDK_OUTDIR = await mkdtemp(join(temporary ?? tmpdir(), 'smile-synth-'));
  const { command, environment, context } = describe(CDK_OUTDIR);
  const [program, ...args] = command;
  const child = spawn(program, args, {
    env: {
      ...environment,
      CDK_OUTDIR,
      // The local run bundles by itself.
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:bundling-stacks': [] }),
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
    return await read(CDK_OUTDIR);
  } finally {
    // Given up, it may still be writing.
    if (child.pid !== undefined) await gone;
    await rm(CDK_OUTDIR, { recursive: true, force: true, maxRetries: 3 });
  }
}
