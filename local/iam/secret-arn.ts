import { arnIn } from './permission.ts';

/** AWS adds a hyphen and six random characters to the name in a secret's ARN; a grant by name has `-??????`. */
const SUFFIX = '-Local1';

/** Names of secrets. */
export interface SecretNames {
  has(name: string): boolean;
}

/**
 * The ARN under which a secret's permission is judged.
 *
 * @param id a name, or an ARN with or without its suffix
 * @param names of the run's secrets
 */
export function secretArn(id: string, names: SecretNames): string {
  if (!id.startsWith('arn:')) return `${arnIn('secretsmanager', id, 'secret:')}${SUFFIX}`;
  const name = id.split(':').slice(6).join(':');
  return names.has(name) ? `${id}${SUFFIX}` : id;
}
