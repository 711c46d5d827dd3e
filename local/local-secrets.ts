import { readFile } from 'node:fs/promises';
import { isRecord } from '../lambdas/smile/envelope.ts';

/** Where a project keeps the secrets that its handlers read in a local run. Git ignores it. */
export const LOCAL_SECRETS_FILE = 'local-secrets.json';

/** The file with the local secrets cannot be used. Its message never holds a value. */
export class LocalSecretsInvalid extends Error {
  override readonly name = 'LocalSecretsInvalid';
  readonly code = 'local-secrets-invalid';
  /** @param what is wrong, and what to do; one sentence or two */
  constructor(what: string) {
    super(`${LOCAL_SECRETS_FILE}: ${what}`);
  }
}

/** Texts of secrets, by name. */
export type SecretTexts = Readonly<Record<string, string>>;

/**
 * The secrets in a project's own file: a JSON object of names, each with a text, or with an object, which
 * becomes the JSON text that Secrets Manager would keep of it. Without the file there are none.
 *
 * @throws LocalSecretsInvalid
 */
export async function readLocalSecrets(path: string): Promise<SecretTexts> {
  const secrets = objectIn(await textOf(path));
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [checked(name), secretTextOf(name, value)]),
  );
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '{}';
    throw new LocalSecretsInvalid(`It cannot be read (${code}). Make it a file that you may read.`);
  }
}

const BYTE_ORDER_MARK = /^\uFEFF/;

function objectIn(text: string): Record<string, unknown> {
  const json = jsonIn(text.replace(BYTE_ORDER_MARK, ''));
  if (isRecord(json)) return json;
  throw new LocalSecretsInvalid(
    'It must hold one JSON object: the name of each secret, and a text or an object as its value.',
  );
}

/** The parser's own message quotes the text: only the place is taken out of it. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, place] = /\((line \d+ column \d+)\)$/.exec((error as Error).message) ?? [];
    const where = place === undefined ? '' : ` in ${place}`;
    throw new LocalSecretsInvalid(`It is not JSON. Look for a missing quote or comma${where}.`);
  }
}

/** What AWS takes as a name (Secrets Manager API reference, CreateSecret). */
const NAME = /^[\w/+=.@-]{1,512}$/;

function checked(name: string): string {
  if (NAME.test(name)) return name;
  throw new LocalSecretsInvalid(
    `"${name}" is not a secret's name. Use letters, digits and /_+=.@- as AWS does; of an ARN, what stands between "secret:" and the last hyphen.`,
  );
}

/** Secrets Manager takes no longer ones (Secrets Manager API reference, CreateSecret). */
const MAX_BYTES = 65_536;

function secretTextOf(name: string, value: unknown): string {
  const text = isRecord(value) ? JSON.stringify(value) : value;
  if (typeof text !== 'string' || text === '') {
    throw new LocalSecretsInvalid(
      `The value of "${name}" must be a text that is not empty, or an object.`,
    );
  }
  if (Buffer.byteLength(text) <= MAX_BYTES) return text;
  throw new LocalSecretsInvalid(`The value of "${name}" has more than ${MAX_BYTES} bytes.`);
}
