import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { bundleFunction } from '../infra/bundle.ts';
import { bundleWorker } from '../infra/bundle/bundle-worker.ts';
import { entryPath, RECEIVER_ENTRIES, WIDGET_ENTRIES } from '../infra/bundle/entries.ts';
import { USUAL_BUNDLING } from '../infra/bundle/handlers-source.ts';
import { workerRuntime } from '../infra/bundle/worker-runtime.ts';
import { DEFAULT_HANDLERS } from '../infra/handlers-file.ts';

/** Receivers that a user would otherwise write; see `peers/`. */
export const PEERS = ['sdk-default', 'middy', 'docs-sample', 'powertools'] as const;

/**
 * What the SDK costs: the same receiver without its client, and with it and nothing else; both bundled like
 * ours. By the names of their entries.
 */
const SDK_COST = { 'signed-request': 'signed-request', 'sdk-alone': 'sdk-default' } as const;

export const OURS = [...RECEIVER_ENTRIES, ...WIDGET_ENTRIES] as const;

export type Measurable =
  | 'empty'
  | (typeof OURS)[number]
  | (typeof PEERS)[number]
  | keyof typeof SDK_COST;

/** What is measured, each bundled as its author would. */
export interface Bundles {
  readonly files: Readonly<Record<Measurable, string>>;
  /** Bytes of all files of an asset; of the docs' sample without the SDK, which the runtime brings. */
  readonly bytes: Readonly<Record<Measurable, number>>;
  remove(): Promise<void>;
}

/** The SDK is left to the runtime by what AWS's documentation shows; CDK's default bundles nothing else. */
const LEFT_TO_RUNTIME: BuildOptions = { external: ['@aws-sdk/*'], format: 'esm' };

/** Plain `esbuild --bundle --platform=node`. */
const DEFAULTS: BuildOptions = { format: 'cjs' };

/** Bundles everything. Beneath `node_modules`, where a sample without its SDK finds one. */
export async function benchBundles(): Promise<Bundles> {
  const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(join(cache, 'smile-bench-'));
  const files: Partial<Record<Measurable, string>> = {};
  const bytes: Partial<Record<Measurable, number>> = {};
  for (const name of OURS) {
    if (name === 'worker') continue;
    files[name] = await bundleFunction(entryPath(name), join(directory, name));
  }
  const worker = await bundleWorker({
    handlers: { path: DEFAULT_HANDLERS, bundling: USUAL_BUNDLING, environment: {} },
    runtime: await workerRuntime(join(directory, 'worker-runtime')),
    directory: join(directory, 'worker'),
    modules: 'linked',
  });
  files.worker = worker.path;
  for (const name of Object.keys(SDK_COST) as (keyof typeof SDK_COST)[]) {
    const entry = pathOf(`bench/peers/${SDK_COST[name]}.ts`);
    files[name] = await bundleFunction(entry, join(directory, name));
  }
  for (const name of PEERS) {
    const options = name === 'docs-sample' ? LEFT_TO_RUNTIME : DEFAULTS;
    const outfile = join(directory, name, options.format === 'esm' ? 'index.mjs' : 'index.cjs');
    const entryPoints = [pathOf(`bench/peers/${name}.ts`)];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', ...options });
    files[name] = outfile;
  }
  files.empty = join(directory, 'empty', 'index.cjs');
  await mkdir(join(directory, 'empty'));
  await writeFile(files.empty, 'exports.handler = async () => {};\n');
  for (const name of Object.keys(files) as Measurable[]) {
    bytes[name] = await bytesIn(join(directory, name));
  }
  return {
    files: files as Record<Measurable, string>,
    bytes: bytes as Record<Measurable, number>,
    remove: () => rm(directory, { recursive: true }),
  };
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** Of the code: a source map is read after an error only. */
async function bytesIn(directory: string): Promise<number> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = files
    .filter((file) => file.isFile() && !file.name.endsWith('.map'))
    .map(async (file) => (await stat(join(file.parentPath, file.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
