import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunction } from '../infra/bundle.ts';

/** The deployed bundles, and a handler that does nothing to compare them with. */
export interface Bundles {
  readonly ingress: string;
  readonly worker: string;
  readonly empty: string;
  /** Bytes of all files of an asset. */
  readonly bytes: { readonly ingress: number; readonly worker: number };
  remove(): Promise<void>;
}

/** Bundles both functions as a deployment does. */
export async function benchBundles(): Promise<Bundles> {
  const directory = await mkdtemp(join(tmpdir(), 'smile-bench-'));
  const bundle = async (name: string) => {
    const entry = fileURLToPath(new URL(`../lambdas/${name}/index.ts`, import.meta.url));
    return await bundleFunction(entry, join(directory, name));
  };
  const [ingress, worker] = [await bundle('ingress'), await bundle('worker')];
  const empty = join(directory, 'empty.mjs');
  await writeFile(empty, 'export const handler = async () => {};\n');
  return {
    ingress,
    worker,
    empty,
    bytes: {
      ingress: await bytesIn(join(directory, 'ingress')),
      worker: await bytesIn(join(directory, 'worker')),
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

async function bytesIn(directory: string): Promise<number> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = files
    .filter((file) => file.isFile())
    .map(async (file) => (await stat(join(file.parentPath, file.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
