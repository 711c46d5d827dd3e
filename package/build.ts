import { spawnSync } from 'node:child_process';
import { cp, glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunction } from '../infra/bundle.ts';
import { entryPath, RECEIVER_ENTRIES, WIDGET_ENTRIES } from '../infra/bundle/entries.ts';
import { makeReadable } from '../infra/bundle/make-readable.ts';
import { buildWorkerRuntime } from '../infra/bundle/worker-runtime.ts';
import { bundlePage } from '../inspector/bundle-page.ts';
import { buildForCustomers } from '../widget/build.ts';

/**
 * `npm run build`: writes `dist/`, which is what the package holds. JavaScript and declarations at the paths of
 * their sources, the functions as they are deployed, the browser module, and files that are read as they are.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Read or executed as they are. */
const COPIED = [
  'cli/smile.mjs',
  'cli/init/project/**',
  'infra/bundle/not-bundled/**',
  'local/node-version.mjs',
  'local/npm-script.mjs',
  'widget/demo/*.{html,css}',
];

await buildForCustomers(DIST);
compile('package/tsconfig.json');
compile('package/tsconfig.widget.json');
await nameJavaScript();
await copyFiles();
await writeInspectorPage();
await Promise.all([
  ...[...RECEIVER_ENTRIES, ...WIDGET_ENTRIES]
    .filter((entry) => entry !== 'worker')
    .map((entry) => bundleFunction(entryPath(entry), join(DIST, 'functions', entry))),
  buildWorkerRuntime(join(DIST, 'functions/worker')),
]);
await makeReadable(DIST);

/** The page of the inspector is bundled here: the package has no sources of it. */
async function writeInspectorPage(): Promise<void> {
  const directory = join(DIST, 'inspector/page');
  await mkdir(directory, { recursive: true });
  for (const [name, body] of await bundlePage()) await writeFile(join(directory, name), body);
}

/** Imports of a declaration name JavaScript, as those of the module beside it. */
async function nameJavaScript(): Promise<void> {
  for await (const file of glob('**/*.d.ts', { cwd: DIST })) {
    const path = join(DIST, file);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll(/((?:from|import\() ?'\.[^']*)\.ts'/g, "$1.js'"));
  }
}

/** Ends the process when it does not compile. */
function compile(project: string): void {
  const { status } = spawnSync(process.execPath, [COMPILER, '-p', project], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}

async function copyFiles(): Promise<void> {
  for (const pattern of COPIED) {
    for await (const entry of glob(pattern, { cwd: ROOT, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const from = join(entry.parentPath, entry.name);
      const to = join(DIST, from.slice(ROOT.length));
      await mkdir(dirname(to), { recursive: true });
      await cp(from, to);
    }
  }
}
