import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { makeReadable } from './bundle/make-readable.ts';

const ENV_CREDENTIALS = fileURLToPath(new URL('bundle/env-credentials.ts', import.meta.url));
const LEFT_OUT = fileURLToPath(new URL('bundle/left-out.ts', import.meta.url));

/**
 * Bundles one Lambda entry, the same way for a deployment and for the local run.
 *
 * @param entry path of the TypeScript file that exports `handler`
 * @param directory receives `index.cjs`, readable for every user whatever the umask; made when absent
 * @param handlers absolute path of the file with the handlers; default: the project's own
 * @returns path of `index.cjs`; rejects with esbuild's `BuildFailure` when the entry does not compile
 */
export async function bundleFunction(
  entry: string,
  directory: string,
  handlers?: string,
): Promise<string> {
  await build({
    entryPoints: { index: entry },
    outdir: directory,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // Whoever imports a module of Node loads all that it exports, on demand or not; `require` does not.
    format: 'cjs',
    supported: { 'dynamic-import': false },
    outExtension: { '.js': '.cjs' },
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    // CommonJS has none, and esbuild would put an empty object in its place.
    logOverride: { 'empty-import-meta': 'error' },
    // Without `module` first, the SDK's CommonJS builds are taken: no tree shaking, 130 KB more.
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': ENV_CREDENTIALS,
      '@smithy/core/event-streams': LEFT_OUT,
      bowser: LEFT_OUT,
    },
    plugins: handlers === undefined ? [] : [handlersIn(handlers)],
  });
  await makeReadable(directory);
  return join(directory, 'index.cjs');
}

/** Puts a file in the place of `#smile-handlers`, which package.json lets be the project's own. */
function handlersIn(path: string): Plugin {
  return {
    name: 'handlers',
    setup(bundling) {
      bundling.onResolve({ filter: /^#smile-handlers$/ }, () => ({ path }));
    },
  };
}
