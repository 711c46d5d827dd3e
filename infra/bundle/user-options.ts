import { dirname, join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { beside, isSource } from './beside.ts';
import type { HandlersSource } from './handlers-source.ts';
import { COMMONJS, NODE_OPTIONS } from './our-options.ts';

/** The name under which a handlers file imports what it needs of the receiver. */
const PUBLIC_NAME = 'smile-event-receiver/handlers';
const BESIDE = { path: './runtime.js', external: true };
const RECEIVER = beside('../../lambdas/receiver/index', import.meta.url);

/** Of what joins handlers to the worker. It shows in the frames of errors, which are then known to be ours. */
const NAMESPACE = 'smile-event-receiver';

/** A name that no code of a user's has, so that none of their variables can hide it. */
const OWN_URL = '__smileEventReceiverUrl';

/**
 * Bundling of what a user has written, with whatever it imports.
 *
 * @param program begins with everything. Its handlers are `#smile-handlers`, and `#worker-runtime` is the worker
 *   without them, which stays a file of its own
 */
export function userOptions(handlers: HandlersSource, program: string) {
  const { external, loader, nodeModules } = handlers.bundling;
  return {
    ...NODE_OPTIONS,
    ...COMMONJS,
    entryPoints: ['#program'],
    minifyWhitespace: true,
    sourcemap: 'external',
    sourcesContent: false,
    external: [...external, ...nodeModules],
    loader: { ...loader },
    // A clone has no built modules to find under the names of the package.
    conditions: isSource ? ['source', 'module'] : ['module'],
    // CommonJS has no `import.meta`. All code is in one file, which all of its members then mean.
    define: {
      'import.meta.url': OWN_URL,
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    banner: { js: `const ${OWN_URL}=require("node:url").pathToFileURL(__filename).href;` },
    plugins: [handlersOnto(handlers.path, program)],
  } as const satisfies BuildOptions;
}

const ours = (path: string) => () => ({ path, namespace: NAMESPACE });

/** Fills in the names that programs use. */
function handlersOnto(path: string, program: string): Plugin {
  const contents: Readonly<Record<string, string>> = { worker: program, handlers: guarded(path) };
  return {
    name: 'handlers',
    setup(bundling) {
      const receiver = new RegExp(`^(#worker-runtime|${PUBLIC_NAME})$`);
      bundling.onResolve({ filter: receiver }, () => BESIDE);
      bundling.onResolve(
        { filter: /^\.{0,2}\/(?:.*\/)?index\.[jt]s$/ },
        ({ path: written, resolveDir }) =>
          join(written.startsWith('/') ? '' : resolveDir, written) === RECEIVER
            ? BESIDE
            : undefined,
      );
      bundling.onResolve({ filter: /^#program$/ }, ours('worker'));
      bundling.onResolve({ filter: /^#smile-handlers$/ }, ours('handlers'));
      bundling.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: name }) => ({
        contents: contents[name] ?? '',
        resolveDir: dirname(path),
      }));
    },
  };
}

/** Loads the handlers where their error can be caught, and gives it a place that people know. */
function guarded(path: string): string {
  return `
    import { handlersNotLoaded } from '#worker-runtime';
    let handlers;
    try {
      ({ default: handlers } = require(${JSON.stringify(path)}));
    } catch (error) {
      throw handlersNotLoaded(error);
    }
    export default handlers;
  `;
}
