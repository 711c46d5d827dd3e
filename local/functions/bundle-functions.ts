import { join, resolve } from 'node:path';
import { bundleFunction } from '../../infra/bundle.ts';
import { type BundledWorker, bundleWorker } from '../../infra/bundle/bundle-worker.ts';
import { type OwnEntry, entryPath, prebuiltDirectory } from '../../infra/bundle/entries.ts';
import { USUAL_BUNDLING } from '../../infra/bundle/handlers-source.ts';
import { workerRuntime } from '../../infra/bundle/worker-runtime.ts';
import { DEFAULT_HANDLERS } from '../../infra/handlers-file.ts';
import { whileBundling } from '../esbuild.ts';
import type { HandlersMetadata } from '../template/read-function.ts';

/** Bundles one of our own functions, or names the one that the package has. Path of its `index.js`. */
export async function bundleOwnFunction(directory: string, name: OwnEntry): Promise<string> {
  const prebuilt = prebuiltDirectory(name);
  if (prebuilt !== undefined) return join(prebuilt, 'index.js');
  return await bundleEntry(entryPath(name), join(directory, name));
}

/** Bundles a file that exports `handler`. Path of its `index.js`. */
async function bundleEntry(entry: string, directory: string): Promise<string> {
  return await whileBundling(() => bundleFunction(entry, directory));
}

/** Bundles of the ingress and the worker: what does not depend on the handlers is begun at once. */
export interface RunBundles {
  /** Rejects as soon as a function of ours does not compile. */
  readonly begun: Promise<unknown>;
  readonly ingress: Promise<string>;
  /**
   * Bundles the handlers that a template names onto the worker, each time into a directory of its own. Rejects
   * with HandlersNotBundled or esbuild's `BuildFailure`.
   */
  worker(handlers: HandlersMetadata | undefined): Promise<BundledWorker>;
  /** Resolves when nothing is written any more. */
  settled(): Promise<void>;
}

/** @param entries other files to bundle as these functions; a worker of its own has handlers of its own */
export function beginBundles(
  directory: string,
  entries: { readonly ingress: string | undefined; readonly worker: string | undefined },
): RunBundles {
  const ownWorker = entries.worker;
  const begun = {
    ingress:
      entries.ingress === undefined
        ? bundleOwnFunction(directory, 'ingress')
        : bundleEntry(entries.ingress, join(directory, 'ingress')),
    worker:
      ownWorker === undefined
        ? whileBundling(() => workerRuntime(join(directory, 'worker-runtime')))
        : bundleEntry(ownWorker, join(directory, 'worker')),
  };
  const both = Promise.all(Object.values(begun));
  both.catch(() => undefined);
  const all: Promise<unknown>[] = Object.values(begun);
  let count = 0;
  const bundle = async ({ entry, bundling }: HandlersMetadata): Promise<BundledWorker> => {
    const runtime = await begun.worker;
    if (ownWorker !== undefined) return { path: runtime, sources: [] };
    count += 1;
    const path = entry === undefined ? DEFAULT_HANDLERS : resolve(entry);
    return await whileBundling(() =>
      bundleWorker({
        handlers: { path, bundling, environment: {} },
        runtime,
        directory: join(directory, `worker-${count}`),
        modules: 'linked',
      }),
    );
  };
  return {
    begun: both,
    ingress: begun.ingress,
    worker(handlers = { bundling: USUAL_BUNDLING }) {
      const bundling = bundle(handlers);
      all.push(bundling);
      return bundling;
    },
    async settled() {
      await Promise.allSettled(all);
    },
  };
}
