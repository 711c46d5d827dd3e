import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type BuildFailure, type Metafile } from 'esbuild';
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

/** A bundle, and what it was made of. */
export interface BundledWorker {
  /** Path of `index.js`. */
  readonly path: string;
  /** Absolute paths of the user's own files, first the one with the handlers. */
  readonly sources: readonly string[];
}

/**
 * Bundles a user's handlers, and puts the worker beside them. Names stay as they are written, for the frames of an
 * error; the source maps hold no sources, and are read after an error only.
 *
 * @throws HandlersNotBundled, esbuild's `BuildFailure`
 */
export async function bundleWorker(bundle: WorkerBundle): Promise<BundledWorker> {
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
  return { path: await finishAsset(directory), sources: sourcesIn(metafile, handlers.path) };
}

function sourcesIn({ inputs }: Metafile, handlers: string): readonly string[] {
  const files = Object.keys(inputs).map((input) => resolve(input));
  const own = files.filter((file) => existsSync(file) && !isOurs(file));
  return [handlers, ...own.filter((file) => file !== handlers)];
}

/** Of a package, or injected by us. */
const isOurs = (file: string) => file.includes('/node_modules/') || file.includes('/infra/bundle/');
