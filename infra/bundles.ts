import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Stage } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { bundleAll, type BundleJob } from './bundle/bundle-all.ts';
import { type Entry, entryPath } from './bundle/entries.ts';

/** The directory with the bundle of a function. */
export type Bundles = (entry: Entry) => string;

const NOT_BUNDLED = fileURLToPath(new URL('bundle/not-bundled', import.meta.url));

/** What an app has bundled already. */
const made = new WeakMap<IConstruct, Set<string>>();

/**
 * Bundles functions while an app is synthesized. A function that a second receiver of the app has too is
 * bundled once, and none for a stack that was not asked for (`cdk deploy` with the names of others).
 *
 * @param handlers absolute path of the file with the handlers. Default: the project's own
 * @throws BundleFailed
 */
export function bundlesOf(scope: Construct, entries: readonly Entry[], handlers?: string): Bundles {
  if (!Stack.of(scope).bundlingRequired) return () => NOT_BUNDLED;
  // Next to the output, so that two syntheses at a time do not meet.
  const outdir = Stage.of(scope)?.outdir ?? '';
  const directoryOf = (entry: Entry) => join(outdir, `bundle.${entry}${nameOf(entry, handlers)}`);
  const jobs: readonly BundleJob[] = entries.map((entry) => ({
    entry: entryPath(entry),
    directory: directoryOf(entry),
    handlers: entry === 'worker' ? handlers : undefined,
  }));
  const done = made.get(scope.node.root) ?? new Set();
  bundleAll(jobs.filter(({ directory }) => !done.has(directory)));
  made.set(scope.node.root, new Set([...done, ...jobs.map(({ directory }) => directory)]));
  return directoryOf;
}

/** Workers with other handlers are other functions. */
function nameOf(entry: Entry, handlers: string | undefined): string {
  if (entry !== 'worker' || handlers === undefined) return '';
  return `-${createHash('sha256').update(handlers).digest('hex').slice(0, 8)}`;
}
