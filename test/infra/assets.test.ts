import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleFunction } from '../../infra/bundle.ts';
import { WORKER_ENTRY } from '../delivered/worker-entry.ts';
import { temporaryDirectory } from './temporary.ts';

const bundle = async (name: string, entry = entryOf(name)) => {
  const directory = temporaryDirectory();
  await bundleFunction(entry, directory);
  return directory;
};
const entryOf = (name: string) =>
  fileURLToPath(new URL(`../../lambdas/${name}/index.ts`, import.meta.url));

describe.each([
  ['ingress', 223_000],
  ['worker', 400_000],
  ['callbacks', 320_000],
  ['link-token', 300_000],
  ['status', 256_000],
  ['loss-detector', 230_000],
])('the asset of the %s', async (name, limit) => {
  const directory = await bundle(name);
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });

  it(`has ${limit} bytes at most, what handlers bring along not counted`, async () => {
    const ours = name === 'worker' ? await bundle(name, WORKER_ENTRY) : directory;

    const { size } = statSync(join(ours, 'index.cjs'));

    expect(size).toBeLessThanOrEqual(limit);
  });

  it('is index.cjs alone: no source map, no metafile', () => {
    expect(files).toEqual(['index.cjs']);
    expect(readFileSync(join(directory, 'index.cjs'), 'utf8')).not.toContain('sourceMappingURL');
  });

  it('is the same when it is made again', async () => {
    const again = await bundle(name);

    const [first, second] = [directory, again].map((made) =>
      readFileSync(join(made, 'index.cjs'), 'utf8'),
    );

    expect(second).toBe(first);
  });
});
