import { join } from 'node:path';
import { build, type BuildFailure } from 'esbuild';
import type { HandlersSource } from './handlers-source.ts';
import { addModules, type ModulesFrom } from './add-modules.ts';
import { explained, refuseNativeAddons } from './native-addons.ts';
import { finishAsset } from './finish-asset.ts';
import { userOptions } from './user-options.ts';
import { rewriteSources } from './rewrite-sources.ts';
import { copyRuntime } from './worker-runtime.ts';

const PROGRAM = `
  import { workerWith } from '#worker-runtime';
  import handlers from '#smile-handlers';
  export const handler = workerWith(handlers);
`;

/** How a worker is bundled. */
export interface WorkerBundle {
  readonly handlers: HandlersSource;
  /** Directory of the worker without handlers, from `workerRuntime()`. */
  readonly runtime: string;
  /** Receives `index.js`, the worker beside it, and their source maps; made when absent. */
  readonly directory: string;
  /** Where modules come from that are not bundled. */
  readonly modules: ModulesFrom;
}

/**
 * Bundles a user's handlers, and puts the worker beside them. Names stay as they are written, for the frames of an
 * error; the source maps hold no sources, and are read after an error only.
 *
 * @returns path of `index.js`
 * @throws HandlersNotBundled, esbuild's `BuildFailure`
 */
export async function bundleWorker(bundle: WorkerBundle): Promise<string> {
  const { handlers, runtime, directory, modules } = bundle;
  const { metafile } = await build({
    ...userOptions(handlers, PROGRAM),
    outfile: join(directory, 'index.js'),
    metafile: true,
  }).catch((failure: BuildFailure) => {
    throw explained(failure);
  });
  refuseNativeAddons(metafile);
  await rewriteSources(join(directory, 'index.js.map'), process.cwd());
  await copyRuntime(runtime, directory);
  await addModules(handlers, directory, modules);
  return await finishAsset(directory);
}
