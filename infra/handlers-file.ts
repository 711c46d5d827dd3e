import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { beside, isSource } from './bundle/beside.ts';
import type { HandlersSource } from './bundle/handlers-source.ts';
import type { Configuration } from './configuration.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';

/** Under this key the template says which file has the handlers; the local run bundles the same one. */
export const HANDLERS_METADATA = 'smile:handlers';

/** Of a receiver that names none: those of this repository in a clone, in a package none. */
export const DEFAULT_HANDLERS = beside(
  isSource ? '../lambdas/handlers/smile-handlers' : '../lambdas/receiver/no-handlers',
  import.meta.url,
);

/**
 * Where the handlers are. The CDK starts an app in the directory of its `cdk.json`.
 *
 * @param where the receiver is written down, for the sentence
 * @throws ConfigurationInvalid
 */
export function handlersSource(
  where: string,
  { entry, bundling, environment }: Configuration['handlers'],
): HandlersSource {
  if (entry === undefined) return { path: DEFAULT_HANDLERS, bundling, environment };
  const path = resolve(entry);
  if (existsSync(path)) return { path, bundling, environment };
  throw new ConfigurationInvalid(
    `${where}: the key handlers is "${entry}", but there is no file ${path}. Name the file with your handlers by its path from the directory of cdk.json.`,
  );
}
