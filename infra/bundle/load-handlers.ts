import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import type { HandlersSource } from './handlers-source.ts';
import { addModules } from './add-modules.ts';
import { finishAsset } from './finish-asset.ts';
import { userOptions } from './user-options.ts';
import { rewriteSources } from './rewrite-sources.ts';
import { copyRuntime } from './worker-runtime.ts';

/** Loading takes a fraction of a second; a file that waits for something must not hold a deployment up. */
const PATIENCE_MS = 10_000;

/** What handlers say of themselves when they are loaded. */
export interface LoadedHandlers {
  /** The largest number of attempts that a type asks for. */
  readonly largestAttempts?: number;
  /** Why they could not be loaded here, in a sentence. */
  readonly failure?: string;
  /** Whether they cannot be loaded on AWS either. */
  readonly isInvalid?: boolean;
}

/**
 * Loads handlers as the worker would, in a process of its own, with the variables that the receiver names. What
 * an app adds to the worker later is not there yet, so handlers that fail here may load on AWS.
 */
export async function loadHandlers(
  handlers: HandlersSource,
  runtime: string,
): Promise<LoadedHandlers> {
  const directory = await mkdtemp(join(tmpdir(), 'smile-handlers-'));
  try {
    await build({
      ...userOptions(handlers, PROGRAM),
      outfile: join(directory, 'index.js'),
    });
    await rewriteSources(join(directory, 'index.js.map'), process.cwd());
    await copyRuntime(runtime, directory);
    await addModules(handlers, directory, 'linked');
    return await run(await finishAsset(directory), handlers.environment);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Says on the fourth channel what it found: the other three are the handlers' own. */
const PROGRAM = `
  import { writeSync } from 'node:fs';
  import { largestAttempts } from '#worker-runtime';
  let said;
  try {
    const { default: handlers } = require('#smile-handlers');
    said = { largestAttempts: largestAttempts(handlers) };
  } catch (error) {
    said = { failure: error.message, isInvalid: error.code === 'handlers-invalid' };
  }
  writeSync(3, JSON.stringify(said));
  process.exit();
`;

async function run(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<LoadedHandlers> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, TZ: 'UTC', ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const [said, [code]] = await Promise.all([
    text(child.stdio[3] as Readable),
    once(child, 'close') as Promise<[code: number | null]>,
  ]);
  if (said !== '') return JSON.parse(said) as LoadedHandlers;
  const failure =
    code === null
      ? `The handlers were not loaded within ${PATIENCE_MS / 1000} seconds.`
      : `The handlers ended the process while they were loaded, with exit code ${code}.`;
  return { failure };
}
