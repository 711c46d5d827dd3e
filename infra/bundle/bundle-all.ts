import { spawnSync } from 'node:child_process';
import { beside } from './beside.ts';
import type { HandlersSource } from './handlers-source.ts';
import type { LoadedHandlers } from './load-handlers.ts';

/** A compiler may find much to say. */
const MOST_TEXT_BYTES = 64 * 1024 * 1024;

/** One function to bundle. */
export interface BundleJob {
  /** Path of the file that exports `handler`. Absent for a worker: it begins with its handlers. */
  readonly entry?: string;
  readonly handlers?: HandlersSource;
  /** Receives `index.js`; made when absent. */
  readonly directory: string;
}

/** What handlers say of themselves, by the directories of the bundles. Of a function without handlers: nothing. */
export type Bundled = Readonly<Record<string, LoadedHandlers>>;

/** A function does not compile. The message is the compiler's: file, line and what is wrong there. */
export class BundleFailed extends Error {
  override readonly name = 'BundleFailed';
  readonly code = 'bundle-failed';

  constructor(message: string) {
    super(message);
    // An app that does not catch it prints the stack: frames of ours would hide what the compiler says.
    this.stack = `${this.name}: ${message}`;
  }
}

/**
 * Bundles functions, several at a time, and returns when all are there. Handlers are type-checked and loaded once,
 * so that what Lambda would refuse at its first start stops here.
 *
 * @throws BundleFailed
 */
export function bundleAll(jobs: readonly BundleJob[]): Bundled {
  if (jobs.length === 0) return {};
  // A process of its own: esbuild takes plugins only asynchronously, and a construct cannot wait.
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [beside('bundle-process', import.meta.url)],
    { input: JSON.stringify(jobs), encoding: 'utf8', maxBuffer: MOST_TEXT_BYTES },
  );
  if (error) throw error;
  if (status !== 0) throw new BundleFailed(stderr.trim());
  return JSON.parse(stdout) as Bundled;
}
