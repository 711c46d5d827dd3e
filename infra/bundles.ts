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
  const jobs = entries.map(
    (entry): BundleJob => ({
      directory: directoryOf(entry),
      ...(entry === 'worker' ? { handlers } : { entry: entryPath(entry) }),
    }),
  );
  const done = made.get(scope.node.root) ?? {};
  const isToDo = ({ entry, directory }: BundleJob) =>
    !(directory in done) && (entry === undefined || directory.startsWith(outdir));
  const bundled = { ...done, ...bundleAll(jobs.filter(isToDo)) };
  made.set(scope.node.root, bundled);
  const { failure, largestAttempts } = bundled[worker] ?? {};
  if (failure !== undefined) {
    Annotations.of(scope).addWarningV2(
      'smile-event-receiver:handlers-not-loaded',
      `${failure} If they load on AWS all the same, with variables that only the app knows, that is no fault: alarms then count with retry.attempts for every type.`,
    );
  }
  return { directoryOf, largestAttempts };
}

/** Workers with other handlers are other functions. */
function digestOf(handlers: HandlersSource): string {
  return createHash('sha256').update(JSON.stringify(handlers)).digest('hex').slice(0, 8);
}
