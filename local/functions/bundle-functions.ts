import { join, resolve } from 'node:path';
import { bundleFunction } from '../../infra/bundle.ts';
import { type Entry, entryPath } from '../../infra/bundle/entries.ts';
import { whileBundling } from '../esbuild.ts';

/**
 * Bundles both functions; paths of their `index.cjs`. An entry that is absent is the project's own. Nothing
 * is written any more when it rejects.
 */
export async function bundleFunctions(
  directory: string,
  entries: { readonly ingress: string | undefined; readonly worker: string | undefined },
): Promise<{ readonly ingress: string; readonly worker: string }> {
  const bundle = (name: 'ingress' | 'worker') =>
    bundleFunction(entries[name] ?? entryPath(name), join(directory, name));
  const [ingress, worker] = await whileBundling(async () => {
    const both = [bundle('ingress'), bundle('worker')] as const;
    await Promise.allSettled(both);
    return await Promise.all(both);
  });
  return { ingress, worker };
}

/**
 * Bundles the project's own worker with handlers of another file.
 *
 * @param handlers by its path from the directory in which the run was started
 */
export async function bundleWorkerWith(directory: string, handlers: string): Promise<string> {
  const target = join(directory, 'worker-with-handlers');
  return await whileBundling(() => bundleFunction(entryPath('worker'), target, resolve(handlers)));
}

/** Bundles one of the project's own functions, by its name. */
export async function bundleOwnFunction(directory: string, name: Entry): Promise<string> {
  return await whileBundling(() => bundleFunction(entryPath(name), join(directory, name)));
}
