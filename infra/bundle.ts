import { build } from 'esbuild';
import { finishAsset } from './bundle/finish-asset.ts';
import { COMMONJS, OUR_OPTIONS } from './bundle/our-options.ts';

/**
 * Bundles one Lambda entry of ours, the same way for a deployment and for the local run. The worker with a user's
 * handlers is another matter: see `bundle/bundle-worker.ts`.
 *
 * @param entry path of the file that exports `handler`
 * @param directory receives `index.js`, readable for every user whatever the umask; made when absent
 * @returns path of `index.js`; rejects with esbuild's `BuildFailure` when the entry does not compile
 */
export async function bundleFunction(entry: string, directory: string): Promise<string> {
  await build({
    ...OUR_OPTIONS,
    ...COMMONJS,
    entryPoints: { index: entry },
    outdir: directory,
    // CommonJS has none, and esbuild would put an empty object in its place.
    logOverride: { 'empty-import-meta': 'error' },
  });
  return await finishAsset(directory);
}
