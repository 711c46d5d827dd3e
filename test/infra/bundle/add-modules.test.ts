import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addModules } from '../../../infra/bundle/add-modules.ts';
import { HandlersNotBundled } from '../../../infra/bundle/handlers-not-bundled.ts';
import { USUAL_BUNDLING } from '../../../infra/bundle/handlers-source.ts';
import { temporaryDirectory } from '../temporary.ts';
import { temporaryProject } from '../temporary-project.ts';

/** What a registry has: a package with an addon for each system. */
const MANIFESTS = [
  {
    name: 'dep',
    version: '1.2.3',
    optionalDependencies: { 'dep-linux-arm64': '1.2.3', 'dep-linux-x64': '1.2.3' },
  },
  { name: 'dep', version: '1.3.0' },
  { name: 'dep-linux-arm64', version: '1.2.3', os: ['linux'], cpu: ['arm64'] },
  { name: 'dep-linux-x64', version: '1.2.3', os: ['linux'], cpu: ['x64'] },
];

let registry: Server;
let url: string;
beforeAll(async () => {
  registry = createServer(({ url: path = '' }, response) => {
    const tarball = /\/-\/(.+)\.tgz$/.exec(path)?.[1];
    const found = MANIFESTS.filter(({ name }) => path === `/${name}`);
    if (tarball !== undefined) response.end(tarballs.get(tarball));
    else if (found.length === 0) response.writeHead(404).end('{}');
    else response.end(JSON.stringify(documentOf(found)));
  }).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterAll(() => registry.close());
afterEach(() => vi.unstubAllEnvs());

const tarballs = new Map<string, Buffer>(
  MANIFESTS.map((manifest) => {
    const project = temporaryProject({ 'package/package.json': manifest });
    const text = execFileSync('tar', ['-cz', '-C', project, 'package']);
    return [`${manifest.name}-${manifest.version}`, text] as const;
  }),
);

/** What the registry says of one package. */
function documentOf(found: readonly (typeof MANIFESTS)[number][]) {
  const versions = found.map((manifest) => {
    const id = `${manifest.name}-${manifest.version}`;
    const digest = createHash('sha512')
      .update(tarballs.get(id) ?? '')
      .digest('base64');
    const dist = { tarball: `${url}/${manifest.name}/-/${id}.tgz`, integrity: `sha512-${digest}` };
    return [manifest.version, { ...manifest, dist }] as const;
  });
  const latest = found.at(-1)?.version;
  return { name: found[0]?.name, 'dist-tags': { latest }, versions: Object.fromEntries(versions) };
}

/** Adds the package to an asset, as installed for Lambda from the registry. */
const install = async (files: Readonly<Record<string, string | object>>, at = url) => {
  vi.stubEnv('npm_config_registry', at);
  vi.stubEnv('npm_config_cache', temporaryDirectory());
  vi.stubEnv('npm_config_fetch_retries', '0');
  const path = join(temporaryProject({ 'handlers.ts': '', ...files }), 'handlers.ts');
  const bundling = { ...USUAL_BUNDLING, nodeModules: ['dep'] };
  const directory = temporaryDirectory();
  await addModules({ path, bundling, environment: {} }, directory, 'installed');
  return join(directory, 'node_modules');
};

const INSTALLED = { 'node_modules/dep/package.json': { name: 'dep', version: '1.2.3' } };

describe('packages that are installed into the asset', () => {
  it('have the version that the project has, and the addons for Lambda', async () => {
    const modules = await install(INSTALLED);

    const { version } = JSON.parse(readFileSync(join(modules, 'dep/package.json'), 'utf8')) as {
      readonly version: string;
    };
    expect(version).toBe('1.2.3');
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual([
      'dep',
      'dep-linux-arm64',
    ]);
  });

  it('stop with a sentence if the project has not installed them', async () => {
    await expect(install({})).rejects.toThrow(
      new HandlersNotBundled(
        'handlers.bundling.nodeModules names dep, which is not installed. Run npm install dep.',
      ),
    );
  });

  it('stop with what npm said if they cannot be had', async () => {
    const installing = install(INSTALLED, 'http://127.0.0.1:1');

    await expect(installing).rejects.toThrow(HandlersNotBundled);
    await expect(installing).rejects.toThrow(
      /^npm could not install dep for Lambda\. It said: npm error code ECONNREFUSED/,
    );
  });
});
