import type { Loader } from 'esbuild';

/** What bundles handlers in another way than the usual one. */
export interface Bundling {
  /** Modules that are left to the runtime: not bundled, and not in the asset. */
  readonly external: readonly string[];
  /** How files with other extensions are read, as in esbuild: `{ '.html': 'text' }`. */
  readonly loader: Readonly<Record<string, Loader>>;
  /** Packages that are installed into the asset as they are: native addons, packages that read their own files. */
  readonly nodeModules: readonly string[];
}

/** A user's handlers. */
export interface HandlersSource {
  /** Absolute path of the file whose default export `createHandlers()` made. */
  readonly path: string;
  readonly bundling: Bundling;
  /** Variables that the handlers find. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What bundles handlers in the usual way. */
export const USUAL_BUNDLING: Bundling = { external: [], loader: {}, nodeModules: [] };
