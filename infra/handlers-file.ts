import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';

/** Under this key the template says which file has the handlers; the local run bundles the same one. */
export const HANDLERS_METADATA = 'smile:handlers';

/**
 * The absolute path of the file with the handlers. The CDK starts an app in the directory of its `cdk.json`.
 *
 * @param where the receiver is written down, for the sentence
 * @param entry as it is written down; undefined: the project's own handlers
 * @throws ConfigurationInvalid
 */
export function handlersFile(where: string, entry: string | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const path = resolve(entry);
  if (existsSync(path)) return path;
  throw new ConfigurationInvalid(
    `${where}: the key handlers is "${entry}", but there is no file ${path}. Name the file with your handlers by its path from the directory of cdk.json.`,
  );
}
