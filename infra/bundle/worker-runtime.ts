import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beside, isSource } from './beside.ts';
import { COMMONJS, OUR_OPTIONS } from './our-options.ts';
import { rewriteSources } from './rewrite-sources.ts';

const ENTRY = beside('../../lambdas/worker/runtime', import.meta.url);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the module is when `npm run build` has made it. */
const PREBUILT = fileURLToPath(new URL('../../functions/worker', import.meta.url));

/** The module, and its source map. */
const FILES = ['runtime.js', 'runtime.js.map'] as const;

/**
 * The worker without handlers: one CommonJS module, minified, with our slim AWS clients inside. Handlers are bundled
 * apart from it and require it, so that nothing that we do to our own clients reaches a user's.
 *
 * @param directory receives the module in a clone; a package has it
 * @returns the directory that has it
 */
export async function workerRuntime(directory: string): Promise<string> {
  if (!isSource) return PREBUILT;
  await buildWorkerRuntime(directory);
  return directory;
}

/** Builds the module into a directory. */
export async function buildWorkerRuntime(directory: string): Promise<void> {
  await build({
    ...OUR_OPTIONS,
    ...COMMONJS,
    entryPoints: { runtime: ENTRY },
    outdir: directory,
    sourcemap: 'external',
    sourcesContent: false,
    logOverride: { 'empty-import-meta': 'error' },
  });
  // The frames of an error say whose they are.
  await rewriteSources(join(directory, 'runtime.js.map'), ROOT, 'smile-event-receiver');
}

/** Puts the module beside a program that requires it as `./runtime.js`. */
export async function copyRuntime(runtime: string, directory: string): Promise<void> {
  await Promise.all(FILES.map((name) => copyFile(join(runtime, name), join(directory, name))));
}
