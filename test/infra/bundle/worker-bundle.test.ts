import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { beside } from '../../../infra/bundle/beside.ts';
import { bundleWorker } from '../../../infra/bundle/bundle-worker.ts';
import { HandlersNotBundled } from '../../../infra/bundle/handlers-not-bundled.ts';
import { type Bundling, USUAL_BUNDLING } from '../../../infra/bundle/handlers-source.ts';
import { loadHandlers } from '../../../infra/bundle/load-handlers.ts';
import { workerRuntime } from '../../../infra/bundle/worker-runtime.ts';
import { temporaryDirectory } from '../temporary.ts';
import { temporaryProject } from '../temporary-project.ts';

const BUNDLE_PROCESS = beside('../../../infra/bundle/bundle-process', import.meta.url);

let runtime: string;
beforeAll(async () => {
  runtime = await workerRuntime(temporaryDirectory());
});

/** Handlers whose attempts are what an expression comes to: loading them tells it. */
const handlersOf = (imports: string, expression: string) =>
  `import { createHandlers } from 'smile-event-receiver/handlers';
  ${imports}
  export default createHandlers().onUnknown({ attempts: ${expression} }, () => {});`;

const sourceOf = (project: string, bundling: Partial<Bundling> = {}) => ({
  path: join(project, 'handlers.ts'),
  bundling: { ...USUAL_BUNDLING, ...bundling },
  environment: {},
});

/** Bundles `handlers.ts` of a project as the local run does. */
const bundle = async (project: string, bundling?: Partial<Bundling>): Promise<string> => {
  const { path } = await bundleWorker({
    handlers: sourceOf(project, bundling),
    runtime,
    directory: temporaryDirectory(),
    modules: 'linked',
  });
  return path;
};

/** The source map of handlers that are bundled as by the CDK, in the project's directory. */
const mapOf = (cwd: string) => {
  const directory = temporaryDirectory();
  const input = JSON.stringify([{ handlers: sourceOf(cwd), directory }]);
  execFileSync(process.execPath, [BUNDLE_PROCESS], { cwd, input });
  return readFileSync(join(directory, 'index.js.map'), 'utf8');
};

/** What the package `dep` of these files says when the handlers run it. */
const attemptsOf = async (
  files: Readonly<Record<string, string | object>>,
  bundling?: Partial<Bundling>,
) => {
  const project = temporaryProject({
    'handlers.ts': handlersOf("import * as dep from 'dep';", 'dep.value()'),
    ...Object.fromEntries(
      Object.entries(files).map(([name, content]) => [`node_modules/${name}`, content]),
    ),
  });
  return await loadHandlers(sourceOf(project, bundling), runtime);
};

describe('a package that handlers import bundles and runs', () => {
  it('with a part that is optional and absent, as pg-native of pg', async () => {
    const loaded = await attemptsOf({
      'dep/index.js':
        "let native = 3; try { native = require('dep-native'); } catch {} exports.value = () => native;",
    });

    expect(loaded).toEqual({ largestAttempts: 3 });
  });

  it('with other code for browsers and for bundlers, as axios: it is the one for Node', async () => {
    const loaded = await attemptsOf({
      'dep/package.json': {
        main: './node.js',
        module: './esm.js',
        browser: { './node.js': './browser.js', './platform.js': './browser.js' },
      },
      'dep/node.js': "exports.value = () => require('./platform').value + 1;",
      'dep/platform.js': 'exports.value = 3;',
      'dep/esm.js': 'export const value = () => 100;',
      'dep/browser.js': 'exports.value = () => 1000;',
    });

    expect(loaded).toEqual({ largestAttempts: 4 });
  });

  it('that is an ES module, asks where it is, and loads parts on demand', async () => {
    const loaded = await attemptsOf({
      'dep/package.json': {
        type: 'module',
        exports: { browser: './none.js', node: { import: './index.js', require: './none.js' } },
      },
      'dep/index.js': `
        import { createRequire } from 'node:module';
        const require = createRequire(import.meta.url);
        export const part = () => import('./part.js');
        export const value = () => (require('node:path').sep === '/' && part() instanceof Promise ? 5 : 1);`,
      'dep/part.js': 'export default 1;',
    });

    expect(loaded).toEqual({ largestAttempts: 5 });
  });

  it('with the AWS SDK as it is: what ours leaves out of it is left out of ours alone', async () => {
    const project = temporaryProject({
      'handlers.ts': handlersOf(
        "import { defaultProvider } from '@aws-sdk/credential-provider-node';",
        'defaultProvider({}) instanceof Function ? 5 : 1',
      ),
    });
    const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
    symlinkSync(modules, join(project, 'node_modules'));

    const directory = dirname(await bundle(project));

    const codeOf = (name: string) => readFileSync(join(directory, name), 'utf8');
    expect(codeOf('index.js')).toContain('sso_session');
    expect(codeOf('runtime.js')).not.toContain('sso_session');
  });
});

describe('a worker whose handlers throw when they are loaded', () => {
  it('does not start: its error names their file and line, and has no message of theirs', async () => {
    const project = temporaryProject({
      'handlers.ts': [
        'const { url } = JSON.parse(process.env.DATABASE);',
        "export default new URL('orders', url);",
      ].join('\n'),
    });
    const file = relative(process.cwd(), join(project, 'handlers.ts'));
    const program = `try { require(${JSON.stringify(await bundle(project))}); } catch (error) { console.log(error); }`;

    const said = execFileSync(process.execPath, ['-e', program], {
      env: { DATABASE: '{"url":"canary"}' },
      encoding: 'utf8',
    });

    expect(said).toContain(
      `HandlersNotLoaded: The handlers threw TypeError while they were loaded, at ${file}:2:16. Run smile dev to see the message.`,
    );
    expect(said).toContain("code: 'handlers-not-loaded'");
    expect(said).not.toContain('canary');
  });
});

describe('a package with a native addon', () => {
  const NEEDS = `The handlers import dep, which has a native addon and cannot be bundled. Install it beside the bundle: handlers: { entry: …, bundling: { nodeModules: ['dep'] } }. If your code works without it, leave it out with bundling: { external: ['dep'] }.`;

  it.each([
    ['compiled where it is installed', { 'dep/index.js': '', 'dep/binding.gyp': '{}' }],
    [
      'with what was compiled before',
      { 'dep/index.js': '', 'dep/prebuilds/linux-arm64/dep.node': '' },
    ],
    [
      'in a package for each system, by name',
      {
        'dep/index.js': "module.exports = require('dep-linux-x64-gnu');",
        'dep-linux-x64-gnu/package.json': { main: 'dep.node' },
        'dep-linux-x64-gnu/dep.node': '',
      },
    ],
    [
      'in a package for each system, found when it runs',
      {
        'dep/package.json': { optionalDependencies: { '@dep/linux-arm64': '1.0.0' } },
        'dep/index.js': "module.exports = require('@dep/' + process.platform);",
      },
    ],
  ])('%s stops with the two ways out', async (_, files: Record<string, string | object>) => {
    const modules = Object.entries(files).map(([name, text]) => [`node_modules/${name}`, text]);
    const project = temporaryProject({
      'handlers.ts': handlersOf("import * as dep from 'dep';", 'dep.value()'),
      ...Object.fromEntries(modules),
    });

    const bundling = bundle(project);

    await expect(bundling).rejects.toThrow(new HandlersNotBundled(NEEDS));
  });
});

describe('a package that is not bundled', () => {
  const ADDON = {
    'dep/package.json': { name: 'dep', version: '1.2.3', main: 'index.js' },
    'dep/index.js': "exports.value = () => require('./own.js').length + require('other');",
    'dep/own.js': 'module.exports = [1, 2];',
    'dep/binding.gyp': '{}',
    'other/index.js': 'module.exports = 4;',
  };

  it.each<Partial<Bundling>>([{ nodeModules: ['dep'] }, { external: ['dep'] }])(
    'is the one that the project has installed, on this machine: %j',
    async (bundling) => {
      await expect(attemptsOf(ADDON, bundling)).resolves.toEqual({ largestAttempts: 6 });
    },
  );

  it('is found where its workspace has it, part or scope of a package as well', async () => {
    const project = temporaryProject({
      'app/node_modules/near/index.js': 'module.exports = 1;',
      'app/handlers.ts': handlersOf(
        "import near from 'near'; import far from '@far/one'; import part from 'dep/part';",
        'near + far + part',
      ),
      'node_modules/@far/one/index.js': 'module.exports = 2;',
      'node_modules/dep/part.js': 'module.exports = 4;',
    });
    const external = ['near', '@far/*', 'dep/part', 'not-installed'];

    const loaded = await loadHandlers(sourceOf(join(project, 'app'), { external }), runtime);

    expect(loaded).toEqual({ largestAttempts: 7 });
  });
});

describe('a file with another extension', () => {
  it('is read as `loader` says', async () => {
    const project = temporaryProject({
      'handlers.ts': handlersOf("import page from './page.html';", 'page.length'),
      'page.html': '<p>',
    });

    const loaded = await loadHandlers(sourceOf(project, { loader: { '.html': 'text' } }), runtime);

    expect(loaded).toEqual({ largestAttempts: 3 });
  });
});

describe('the source map of handlers', () => {
  it('names files from their project, holds no source, and is the same wherever the project is', () => {
    const project = temporaryProject({
      'handlers.ts': handlersOf("import { five } from './src/five'; import 'dep';", 'five()'),
      'src/five.ts': 'export function five(): number { return 5; }',
      'node_modules/dep/index.js': 'globalThis.dep = 1;',
    });
    const moved = join(temporaryDirectory(), 'moved');
    cpSync(project, moved, { recursive: true });
    const [first, second] = [mapOf(project), mapOf(moved)];

    const { sources, sourcesContent } = JSON.parse(first) as Record<string, unknown>;
    expect(sources).toEqual([
      'src/five.ts',
      'node_modules/dep/index.js',
      'handlers.ts',
      'smile-event-receiver:worker',
      'smile-event-receiver:handlers',
    ]);
    expect(sourcesContent).toBeUndefined();
    expect(second).toBe(first);
  });
});
