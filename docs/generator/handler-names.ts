import { readdir } from 'node:fs/promises';
import { registry } from '../../lambdas/handlers/registry.ts';

/** Where a type's business code stands. */
export interface HandlerName {
  readonly file: string;
  readonly exported: string;
  readonly runsWhenStale: boolean;
}

const FOLDER = new URL('../../lambdas/handlers/', import.meta.url);

/**
 * The registry's entries, of events and of callbacks, by the names under which their files export them.
 * Runs none of them.
 */
export async function handlerNames(): Promise<ReadonlyMap<string, HandlerName>> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts')).toSorted();
  const exports = await Promise.all(files.map(exportsOf));
  const found = new Map(exports.flat());
  return new Map(
    Object.entries({ ...registry.handlers, ...registry.callbacks }).map(([type, entry]) => {
      const at = found.get(entry);
      if (!at) throw new Error(`No file in lambdas/handlers exports the handler of ${type}.`);
      return [type, { ...at, runsWhenStale: typeof entry !== 'function' }];
    }),
  );
}

async function exportsOf(file: string) {
  const module = (await import(new URL(file, FOLDER).href)) as Readonly<Record<string, unknown>>;
  return Object.entries(module).map(([exported, value]) => [value, { file, exported }] as const);
}
