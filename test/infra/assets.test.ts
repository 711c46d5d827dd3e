import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundleFunction } from '../../infra/bundle.ts';
import { bundleWorker } from '../../infra/bundle/bundle-worker.ts';
import { type Entry, entryPath } from '../../infra/bundle/entries.ts';
import { USUAL_BUNDLING } from '../../infra/bundle/handlers-source.ts';
import { workerRuntime } from '../../infra/bundle/worker-runtime.ts';
import { HANDLERS } from '../delivered/handlers-path.ts';
import { businessCodeIn } from './business-code-in.ts';
import { temporaryDirectory } from './temporary.ts';

/** Bundles a function as it is deployed, the worker with handlers that only announce. */
const bundle = async (name: Entry) => {
  const directory = temporaryDirectory();
  if (name !== 'worker') await bundleFunction(entryPath(name), directory);
  else {
    await bundleWorker({
      handlers: { path: HANDLERS, bundling: USUAL_BUNDLING, environment: {} },
      runtime: await workerRuntime(temporaryDirectory()),
      directory,
      modules: 'installed',
    });
  }
  return directory;
};

describe.each<[Entry, number]>([
  ['ingress', 225_000],
  ['worker', 360_000],
  ['callbacks', 320_000],
  ['link-token', 300_000],
  ['status', 260_000],
  ['loss-detector', 230_000],
])('the asset of the %s', async (name, limit) => {
  const directory = await bundle(name);
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted();

  it(`has ${limit} bytes of code at most`, () => {
    const code = files.filter((file) => file.endsWith('.js'));
    const size = code.reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);

    expect(size).toBeLessThanOrEqual(limit);
  });

  it('is code that Lambda takes for CommonJS, and source maps only of the worker', () => {
    const ofWorker = ['index.js', 'index.js.map', 'package.json', 'runtime.js', 'runtime.js.map'];

    expect(files).toEqual(name === 'worker' ? ofWorker : ['index.js', 'package.json']);
    expect(readFileSync(join(directory, 'index.js'), 'utf8')).not.toContain('sourceMappingURL');
  });

  it('is the same when it is made again', async () => {
    const again = await bundle(name);

    const [first, second] = [directory, again].map((made) =>
      files.map((file) => readFileSync(join(made, file), 'utf8')),
    );

    expect(second?.every((text, index) => text === first?.[index])).toBe(true);
  });
});

describe('a synthesis under a umask that keeps other users out', () => {
  it('makes assets that Lambda can read, and mends those that are there already', async () => {
    const output = temporaryDirectory();
    await appUnder('077', output);
    const assets = readdirSync(output).filter((name) =>
      /^(asset|bundle)\.[^.]+(\.[a-z0-9-]+)?$/.test(name),
    );
    const modes = () => new Set(assets.flatMap((name) => modesIn(join(output, name))));
    const first = modes();
    for (const name of assets) {
      for (const file of readdirSync(join(output, name)))
        chmodSync(join(output, name, file), 0o600);
      chmodSync(join(output, name), 0o700);
    }

    await appUnder('027', output);

    // A bundle and an asset of each function, and the CDK's own that empties the bucket of a sandbox.
    expect(assets.length).toBeGreaterThanOrEqual(13);
    expect(businessCodeIn(output)).toEqual([]);
    expect(first).toEqual(new Set(['directory 755', 'file 644']));
    expect(modes()).toEqual(first);
  });
});

/** The CDK app as `cdk synth` runs it, not validated. */
async function appUnder(umask: string, output: string): Promise<void> {
  const app = fileURLToPath(new URL('../delivered/app.ts', import.meta.url));
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
