import { spawnSync } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One function to bundle. */
export interface BundleJob {
  /** Path of the file that exports `handler`. */
  readonly entry: string;
  /** Receives `index.cjs`; made when absent. */
  readonly directory: string;
  /** Absolute path of the file with the handlers. Default: the project's own. */
  readonly handlers?: string | undefined;
}

/** A function does not compile. The message is esbuild's: file, line and what is wrong there. */
export class BundleFailed extends Error {
  override readonly name = 'BundleFailed';
  readonly code = 'bundle-failed';
}

/** Of the same kind as this file: a package is JavaScript, a clone TypeScript. */
const PROCESS = fileURLToPath(
  new URL(`bundle-process${extname(import.meta.url)}`, import.meta.url),
);

/** Bundles functions, several at a time, and returns when all are there. Throws {@link BundleFailed}. */
export function bundleAll(jobs: readonly BundleJob[]): void {
  if (jobs.length === 0) return;
  const { status, stderr, error } = spawnSync(process.execPath, [PROCESS], {
    input: JSON.stringify(jobs),
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new BundleFailed(stderr.trim());
}
