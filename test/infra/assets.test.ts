import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundleFunction } from '../../infra/bundle.ts';
import { type Entry, entryPath } from '../../infra/bundle/entries.ts';
import { WORKER_ENTRY } from '../delivered/worker-entry.ts';
import { temporaryDirectory } from './temporary.ts';

const bundle = async (name: Entry, entry = entryPath(name)) => {
  const directory = temporaryDirectory();
  await bundleFunction(entry, directory);
  return directory;
};

describe.each<[Entry, number]>([
  ['ingress', 226_000],
  ['worker', 400_000],
  ['callbacks', 320_000],
  ['link-token', 300_000],
  ['status', 260_000],
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

describe('a synthesis under a umask that keeps other users out', () => {
  it('makes assets that Lambda can read, and mends those that are there already', async () => {
    const output = temporaryDirectory();
    await appUnder('077', output);
    const assets = readdirSync(output).filter((name) =>
      /^(asset|bundle)\.[^.]+(\.[a-z-]+)?$/.test(name),
    );
    const modes = () => new Set(assets.flatMap((name) => modesIn(join(output, name))));
    const first = modes();
    for (const name of assets) {
      for (const file of readdirSync(join(output, name)))
        chmodSync(join(output, name, file), 0o600);
      chmodSync(join(output, name), 0o700);
    }

    await appUnder('027', output);

    // Two of each function, and the CDK's own that empties the bucket of a sandbox.
    expect(assets.length).toBeGreaterThan(12);
    expect(first).toEqual(new Set(['directory 755', 'file 644']));
    expect(modes()).toEqual(first);
  });
});

/** The CDK app as `cdk synth` runs it, not validated. */
async function appUnder(umask: string, output: string): Promise<void> {
  const app = fileURLToPath(new URL('../../infra/app.ts', import.meta.url));
  const context = readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8');
  const env = {
    PATH: process.env.PATH,
    CDK_OUTDIR: output,
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify((JSON.parse(context) as { context: object }).context),
  };
  const command = `umask ${umask} && exec "$0" "$1"`;
  await promisify(execFile)('sh', ['-c', command, process.execPath, app], { env });
}

/** Of a directory and all that is in it. */
function modesIn(directory: string): string[] {
  const inside = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return ['', ...inside].map((path) => {
    const stats = statSync(join(directory, path));
    return `${stats.isDirectory() ? 'directory' : 'file'} ${(stats.mode & 0o777).toString(8)}`;
  });
}
