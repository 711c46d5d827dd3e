import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Annotations, Stack, Stage } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { type Bundled, bundleAll, type BundleJob } from './bundle/bundle-all.ts';
import { type Entry, entryPath, prebuiltDirectory } from './bundle/entries.ts';
import type { HandlersSource } from './bundle/handlers-source.ts';

/** What was made of a receiver's functions. */
export interface Bundles {
  /** The directory with the bundle of a function. */
  readonly directoryOf: (entry: Entry) => string;
  /** The largest number of attempts that a type asks for; undefined: none does, or it is not known. */
  readonly largestAttempts: number | undefined;
}

const NOT_BUNDLED = fileURLToPath(new URL('bundle/not-bundled', import.meta.url));

/** What an app has bundled already. */
const made = new WeakMap<IConstruct, Bundled>();

/**
 * Bundles functions while an app is synthesized. A function that a second receiver of the app has too is
 * bundled once, and none for a stack that was not asked for (`cdk deploy` with the names of others).
 *
 * @throws BundleFailed
 */
export function bundlesOf(
  scope: Construct,
  entries: readonly Entry[],
  handlers: HandlersSource,
): Bundles {
  if (!Stack.of(scope).bundlingRequired) {
    return { directoryOf: () => NOT_BUNDLED, largestAttempts: undefined };
  }
  // Next to the output, so that two syntheses at a time do not meet.
  const outdir = Stage.of(scope)?.outdir ?? '';
  const worker = join(outdir, `bundle.worker-${digestOf(handlers)}`);
  const directoryOf = (entry: Entry) =>
    entry === 'worker' ? worker : (prebuiltDirectory(entry) ?? join(outdir, `bundle.${entry}`));
  const jobs = entries.flatMap((entry): BundleJob[] => {
    const directory = directoryOf(entry);
    if (entry === 'worker') return [{ handlers, directory }];
    return prebuiltDirectory(entry) === undefined ? [{ entry: entryPath(entry), directory }] : [];
  });
  const done = made.get(scope.node.root) ?? {};
  const toDo = jobs.filter(({ directory }) => !(directory in done));
  const bundled = { ...done, ...bundleAll(toDo) };
  made.set(scope.node.root, bundled);
  const { failure, largestAttempts } = bundled[worker] ?? {};
  if (failure !== undefined) {
    Annotations.of(scope).addWarningV2(
      'smile-event-receiver:handlers-not-loaded',
      `${failure} The alarms therefore count with retry.attempts for every type. If the handlers only lack a variable that your app adds to the worker, ignore this warning, or read the variable when an event comes.`,
    );
  }
  return { directoryOf, largestAttempts };
}

/** Workers with other handlers are other functions. */
function digestOf(handlers: HandlersSource): string {
  return createHash('sha256').update(JSON.stringify(handlers)).digest('hex').slice(0, 8);
}
