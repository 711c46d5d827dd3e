import { execFile } from 'node:child_process';
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { makeReadable } from '../infra/bundle/make-readable.ts';
import { bundleWidget } from './bundle.ts';

/**
 * `npm run build:widget`: writes `dist/widget`, for pages, and `dist/session`, for their backends. Both can be
 * copied into another project as they are: they need nothing, and bring their types.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Builds both into a directory, which is emptied before; readable for every user, whatever the umask. */
export async function buildForCustomers(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await Promise.all([
    buildWidget(join(directory, 'widget')),
    buildSession(join(directory, 'session')),
  ]);
  // A web server or another user's build serves and reads these files.
  await makeReadable(directory);
}

async function buildWidget(directory: string): Promise<void> {
  await bundleWidget(directory);
  const types = join(directory, 'types');
  await declare(join(ROOT, 'widget/index.ts'), types, join(ROOT, 'widget/tsconfig.json'));
  await writeFile(
    join(directory, 'smile-widget.d.ts'),
    "export * from './types/widget/index.js';\n",
  );
  await writeFile(
    join(directory, 'smile-widget.global.d.ts'),
    "export * from './smile-widget.js';\nexport as namespace SmileWidget;\n",
  );
}

async function buildSession(directory: string): Promise<void> {
  const entry = join(ROOT, 'lambdas/widget-api/session/create-widget-session.ts');
  for (const [format, extension] of [
    ['esm', '.js'],
    ['cjs', '.cjs'],
  ] as const) {
    await build({
      entryPoints: [entry],
      outdir: directory,
      outExtension: { '.js': extension },
      bundle: true,
      platform: 'node',
      target: 'node20',
      format,
      legalComments: 'inline',
      logLevel: 'silent',
    });
  }
  await declare(entry, join(directory, 'types'), join(ROOT, 'tsconfig.json'));
  await writeFile(
    join(directory, 'create-widget-session.d.ts'),
    "export * from './types/lambdas/widget-api/session/create-widget-session.js';\n",
  );
  await writeFile(
    join(directory, 'create-widget-session.d.cts'),
    "export * from './types/lambdas/widget-api/session/create-widget-session.js' with { 'resolution-mode': 'import' };\n",
  );
}

/** Writes the types of an entry and of what it needs, importable with any setting of `moduleResolution`. */
async function declare(entry: string, directory: string, settings: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const project = join(directory, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: ROOT,
    outDir: directory,
  };
  await writeFile(
    project,
    JSON.stringify({ extends: settings, compilerOptions, files: [entry], include: [] }),
  );
  await promisify(execFile)(process.execPath, [COMPILER, '-p', project]);
  await rm(project);
  for await (const file of glob('**/*.d.ts', { cwd: directory })) {
    const path = join(directory, file);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  }
}

if (import.meta.main) await buildForCustomers(join(ROOT, 'dist'));
