import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildForCustomers } from '../../../widget/build.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');
const CACHE = join(ROOT, '.cache');

let directory = '';
const built = (name: string) => join(directory, 'dist', name);

let umask: number;
beforeAll(async () => {
  await mkdir(CACHE, { recursive: true });
  directory = await mkdtemp(join(CACHE, 'widget-'));
  // The strictest that users have: what is built is the same.
  umask = process.umask(0o077);
  await buildForCustomers(join(directory, 'dist'));
}, 60_000);

afterAll(async () => {
  process.umask(umask);
  await rm(directory, { recursive: true, force: true });
});

describe('the module for pages', () => {
  it.each([
    ['smile-widget.js', 5],
    ['smile-widget.global.js', 5.5],
  ])('as %s has %d KB at most when gzipped, and no import', async (name, limit) => {
    const source = await readFile(built(`widget/${name}`));

    expect(gzipSync(source, { level: 9 }).length).toBeLessThanOrEqual(limit * 1024);
    expect(source.toString()).not.toMatch(/\bimport\b|\brequire\(/);
  });

  it('can be imported where there is no page', async () => {
    const module: object = await import(pathToFileURL(built('widget/smile-widget.js')).href);

    expect(Object.keys(module).toSorted()).toEqual([
      'CALLBACKS',
      'SmileWidgetError',
      'createSmileWidget',
      'isWinkFrameMessage',
    ]);
  });

  it('as a classic script defines SmileWidget and nothing else', async () => {
    const page = createContext({ URL });
    const before = Object.keys(page);

    runInContext(await readFile(built('widget/smile-widget.global.js'), 'utf8'), page);

    expect(Object.keys(page).filter((name) => !before.includes(name))).toEqual(['SmileWidget']);
    expect(runInContext('typeof SmileWidget.createSmileWidget', page)).toBe('function');
  });

  it('has source maps beside it, to which it does not refer', async () => {
    const files = await readdir(built('widget'));

    expect(files.toSorted()).toEqual([
      'smile-widget.d.ts',
      'smile-widget.global.d.ts',
      'smile-widget.global.js',
      'smile-widget.global.js.map',
      'smile-widget.js',
      'smile-widget.js.map',
      'types',
    ]);
    expect(await readFile(built('widget/smile-widget.js'), 'utf8')).not.toContain('sourceMapping');
  });
});

describe('the directory for customers', () => {
  it('can be read by every user, also when it was built under umask 077', async () => {
    const paths = await readdir(built('.'), { recursive: true });

    const modes = await Promise.all(
      [...paths, '.'].map(async (path) => {
        const stats = await stat(built(path));
        return `${stats.isDirectory() ? 'directory' : 'file'} ${(stats.mode & 0o777).toString(8)}`;
      }),
    );

    expect(paths.length).toBeGreaterThan(10);
    expect(new Set(modes)).toEqual(new Set(['directory 755', 'file 644']));
  });
});

describe('the function for backends', () => {
  it('is one file that needs no package, and makes sessions', async () => {
    const file = built('session/create-widget-session.js');
    const { createWidgetSession } = await import(pathToFileURL(file).href);

    const session = await createWidgetSession({
      secret: 's'.repeat(64),
      stage: 'sandbox',
      userId: 'u-1',
    });

    expect(await readFile(file, 'utf8')).not.toMatch(/^import .* from ["'](?!node:)/m);
    expect(session).toMatchObject({ userId: 'u-1', token: expect.stringContaining('.') });
  });
});

describe('a customer’s project', () => {
  const right = `
    import { createSmileWidget, SmileWidgetError, isWinkFrameMessage } from './dist/widget/smile-widget.js';
    import { createWidgetSession, type WidgetSession } from './dist/session/create-widget-session.js';
    const ask = (): Promise<WidgetSession> => createWidgetSession({ secret: 's', stage: 'x', userId: 'u' });
    const smile = createSmileWidget({
      api: 'https://abc.example',
      session: ask,
      templateId: undefined,
      onAccountConnected: ({ accountId }) => accountId?.toUpperCase(),
      onAccountError: async ({ errorCode }) => errorCode === 'INVALID_AUTH' || errorCode === 'NEW',
      onTokenExpired: () => {},
      onClose: ({ reason }) => { const known: string = reason; return known === 'exit'; },
      onUploadsCreated: ({ uploads }) => uploads.length,
      onUIEvent: ({ eventName, account }) => eventName === 'MfaPageOpened' && account?.providerId,
      onError: ({ code }) => code === 'token-loop',
    });
    smile.open().catch((error: unknown) => error instanceof SmileWidgetError && error.code);
    addEventListener('message', (event) => {
      if (isWinkFrameMessage(event, document.querySelector('iframe'))) smile.report(event.data.name);
    });
    export const left: Promise<void> = smile.flush();
    smile.end();
  `;
  const wrong = `
    import { createSmileWidget } from './dist/widget/smile-widget.js';
    createSmileWidget({ api: 'x' });
    createSmileWidget({ api: 'x', session: async () => 'token' });
    createSmileWidget({ api: 'x', session: () => null as never, onClose: ({ why }) => why === 'done' });
    createSmileWidget({ api: 'x', session: () => null as never, onClosed: () => {} });
  `;
  const classic = `
    /// <reference path="./dist/widget/smile-widget.global.d.ts" />
    const widget: SmileWidget.SmileWidget = SmileWidget.createSmileWidget({
      api: 'https://abc.example',
      session: () => fetch('/session').then((answer) => answer.json()),
    });
    void widget.open();
  `;
  const settings = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    exactOptionalPropertyTypes: true,
  };

  it.each([
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ])(
    'with moduleResolution %s compiles with its types, libraries checked',
    async (resolution, module) => {
      const output = await compile(
        { 'right.mts': right },
        { ...settings, moduleResolution: resolution, module },
      );

      expect(output).toBe('');
    },
  );

  it('does not compile when it takes the module for something else', async () => {
    const output = await compile(
      { 'wrong.ts': wrong },
      { ...settings, moduleResolution: 'bundler', module: 'esnext' },
    );

    const lines = [...output.matchAll(/wrong\.ts\((\d+),/g)].map(([, line]) => Number(line));
    expect(lines).toEqual([3, 4, 5, 6]);
  });

  it('without modules knows the global', async () => {
    const output = await compile(
      { 'classic.ts': classic },
      { ...settings, moduleResolution: 'bundler', module: 'esnext', moduleDetection: 'legacy' },
    );

    expect(output).toBe('');
  });
});

/** What the compiler says of a project beside `dist`; nothing when it is content. */
async function compile(files: Record<string, string>, compilerOptions: object): Promise<string> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const project = join(directory, 'tsconfig.json');
  await writeFile(project, JSON.stringify({ compilerOptions, files: Object.keys(files) }));
  return await new Promise((resolve) => {
    const options = ['--pretty', 'false', '-p', project];
    execFile(process.execPath, [COMPILER, ...options], { cwd: directory }, (_, stdout) => {
      resolve(stdout);
    });
  });
}
