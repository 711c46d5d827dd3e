import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Stage } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { bundleAll, type BundleJob } from './bundle/bundle-all.ts';

/** The functions of every stage. */
export const RECEIVER_ENTRIES = ['ingress', 'worker'] as const;

/** Those of a stage that has a widget. */
export const WIDGET_ENTRIES = ['callbacks', 'link-token', 'status', 'loss-detector'] as const;

export type Entry = (typeof RECEIVER_ENTRIES)[number] | (typeof WIDGET_ENTRIES)[number];

/** Of `lambdas/`; the public side shares a folder. */
const FOLDERS: Readonly<Record<Entry, string>> = {
  ingress: 'ingress',
  worker: 'worker',
  callbacks: 'widget-api/callbacks',
  'link-token': 'widget-api/link-token',
  status: 'widget-api/status',
  'loss-detector': 'loss-detector',
};

/** The file in which a function starts. */
export function entryPath(entry: Entry): string {
  return fileURLToPath(new URL(`../lambdas/${FOLDERS[entry]}/index.ts`, import.meta.url));
}

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
