import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildFailure, Metafile } from 'esbuild';
import { HandlersNotBundled } from './handlers-not-bundled.ts';

/** What a package has that is compiled when it is installed. */
const COMPILED = ['binding.gyp', 'prebuilds'];

/** A package's directory, and its name. */
const PACKAGE = /^.*node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)(?=\/)/;

/** Stops at packages with a native addon, which would be missing on Lambda. @throws HandlersNotBundled */
export function refuseNativeAddons({ inputs }: Metafile): void {
  for (const path of Object.keys(inputs)) {
    const [directory, name] = PACKAGE.exec(path) ?? [];
    if (directory === undefined || name === undefined) continue;
    if (COMPILED.some((file) => existsSync(join(directory, file)))) throw needsInstalling(name);
  }
}

/** The error of a build that met a native addon; another one as it was. */
export function explained(failure: BuildFailure): Error {
  const addon = failure.errors.find(({ text }) => text.includes('configured for ".node" files'));
  const [, name] = PACKAGE.exec(addon?.text.replace(/^.*: /, '') ?? '') ?? [];
  return name === undefined ? failure : needsInstalling(name);
}

function needsInstalling(name: string): HandlersNotBundled {
  return new HandlersNotBundled(
    `The handlers import ${name}, which has a native addon and cannot be bundled. Install it beside the bundle: handlers: { entry: …, bundling: { nodeModules: ['${name}'] } }. If your code works without it, leave it out with bundling: { external: ['${name}'] }.`,
  );
}
