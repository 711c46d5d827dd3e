import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { whileBundling } from '../local/esbuild.ts';

const PAGE = fileURLToPath(new URL('page', import.meta.url));

/**
 * Bundles the page, the same way for a clone and for the package.
 *
 * @returns its files by name
 * @throws esbuild's `BuildFailure`
 */
export async function bundlePage(): Promise<ReadonlyMap<string, Buffer>> {
  const { outputFiles } = await whileBundling(() =>
    build({
      entryPoints: { page: `${PAGE}/main.tsx`, 'page-style': `${PAGE}/page.css` },
      outdir: '/inspector',
      write: false,
      bundle: true,
      platform: 'browser',
      // Every browser that has been updated since 2024.
      target: 'es2023',
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      minify: true,
      legalComments: 'none',
      logLevel: 'silent',
    }),
  );
  const written = outputFiles.map(({ path, contents }) => {
    const name = path.endsWith('.css') ? 'page.css' : 'page.js';
    return [name, Buffer.from(contents)] as const;
  });
  return new Map([...written, ['index.html', await readFile(`${PAGE}/index.html`)]]);
}
