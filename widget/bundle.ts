import { build } from 'esbuild';
import { beside } from '../infra/bundle/beside.ts';

const ENTRY = beside('index', import.meta.url);

/**
 * Bundles the browser module, the same way for a release and for the local run: `smile-widget.js`, an ES
 * module, and `smile-widget.global.js`, a classic script that defines `SmileWidget`; both with source maps.
 *
 * @param directory receives the files; made when absent
 * @throws esbuild's `BuildFailure` when a source does not compile
 */
export async function bundleWidget(directory: string): Promise<void> {
  await Promise.all([
    bundle(directory, 'smile-widget', 'esm'),
    bundle(directory, 'smile-widget.global', 'iife'),
  ]);
}

async function bundle(directory: string, name: string, format: 'esm' | 'iife'): Promise<void> {
  await build({
    entryPoints: { [name]: ENTRY },
    outdir: directory,
    bundle: true,
    platform: 'browser',
    // Every browser that has been updated since the end of 2020: Safari 14, Chrome 85, Firefox 79.
    target: 'es2021',
    format,
    ...(format === 'iife' && { globalName: 'SmileWidget' }),
    minify: true,
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
  });
}
