import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beside } from '../../infra/bundle/beside.ts';
import { bundleWidget } from '../../widget/bundle.ts';
import { whileBundling } from '../esbuild.ts';

/** A file as it is sent. */
export interface DemoFile {
  readonly type: string;
  readonly body: Buffer;
}

const SOURCES = fileURLToPath(new URL('../../widget/demo', import.meta.url));

const PAGES = ['index.html', 'iframe.html', 'frame.html', 'demo.css'] as const;

/** Names under which the scripts are served, and their sources. */
const SCRIPTS: Readonly<Record<string, string>> = {
  demo: 'demo',
  iframe: 'iframe',
  frame: 'frame',
  'smile.v2': 'stand-in',
};

/** What is served of the browser module beside the pages, as a release holds it. */
const MODULE = ['smile-widget.js', 'smile-widget.global.js'] as const;

/**
 * Everything under `/demo/`, by file name.
 *
 * @param directory receives the bundles of the browser module
 * @throws esbuild's BuildFailure
 */
export async function makeDemoFiles(
  directory: string,
  widgetUrl: string,
): Promise<ReadonlyMap<string, DemoFile>> {
  const [pages, scripts, module] = await Promise.all([
    Promise.all(PAGES.map((name) => page(name, widgetUrl))),
    whileBundling(bundleScripts),
    whileBundling(() => bundleModule(directory)),
  ]);
  return new Map([...pages, ...scripts, ...module]);
}

type Named = readonly [name: string, file: DemoFile];

async function page(name: string, widgetUrl: string): Promise<Named> {
  const text = await readFile(`${SOURCES}/${name}`, 'utf8');
  const type = name.endsWith('.css') ? 'text/css' : 'text/html';
  return [name, { type, body: Buffer.from(text.replaceAll('{{widgetUrl}}', widgetUrl)) }];
}

/** Classic scripts, as the widget's own is: a sandboxed frame could not load modules of its own site. */
async function bundleScripts(): Promise<Named[]> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(SCRIPTS).map(([name, source]) => [
        name,
        beside(`../../widget/demo/${source}`, import.meta.url),
      ]),
    ),
    outdir: '/demo',
    write: false,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    logLevel: 'silent',
  });
  return outputFiles.map(({ path, contents }) => [
    path.split('/').at(-1) ?? '',
    script(Buffer.from(contents)),
  ]);
}

async function bundleModule(directory: string): Promise<Named[]> {
  await bundleWidget(directory);
  return await Promise.all(
    MODULE.map(async (name) => [name, script(await readFile(`${directory}/${name}`))] as const),
  );
}

function script(body: Buffer): DemoFile {
  return { type: 'text/javascript', body };
}
