import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalSecretsInvalid, readLocalSecrets } from '../../../local/local-secrets.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-secrets-'));
});
afterEach(() => rm(directory, { recursive: true }));

const file = () => join(directory, 'local-secrets.json');
const reading = async (text: string) => {
  await writeFile(file(), text);
  return await readLocalSecrets(file());
};

describe('local secrets', () => {
  it('are none without the file', async () => {
    expect(await readLocalSecrets(file())).toEqual({});
  });

  it('are texts as they stand, and objects as the JSON that Secrets Manager keeps', async () => {
    const secrets = await reading('\uFEFF{ "token": " one ", "team/crm": { "apiKey": "two" } }');

    expect(secrets).toEqual({ token: ' one ', 'team/crm': '{"apiKey":"two"}' });
  });

  it.each([
    ['{\n  "crm": "canary"\n  "other": "x"\n}', /not JSON.*in line 3 column 3\./],
    ['{ "crm": canary }', /^local-secrets\.json: It is not JSON\. Look for a missing quote/],
    ['', /not JSON/],
    ['["canary"]', /must hold one JSON object/],
    ['"canary"', /must hold one JSON object/],
    ['{ "crm": ["canary"] }', /"crm" must be a text that is not empty, or an object\./],
    ['{ "crm": 7 }', /"crm" must be a text/],
    ['{ "crm": null }', /"crm" must be a text/],
    ['{ "crm": "" }', /"crm" must be a text that is not empty/],
    ['{ "arn:aws:secretsmanager:x:1:secret:crm-AbCdEf": "canary" }', /not a secret's name/],
    ['{ "": "canary" }', /"" is not a secret's name/],
    [JSON.stringify({ crm: 'canary'.repeat(11_000) }), /"crm" has more than 65536 bytes/],
  ])(
    'are refused in a sentence that says what to do, and no value: %.60j',
    async (text, sentence) => {
      const error: unknown = await reading(text).catch((thrown: unknown) => thrown);

      expect(error).toBeInstanceOf(LocalSecretsInvalid);
      expect((error as Error).message).toMatch(sentence);
      expect((error as Error).message).not.toContain('canary');
    },
  );

  it('are refused when the file cannot be read', async () => {
    await expect(readLocalSecrets(directory)).rejects.toThrow(
      'local-secrets.json: It cannot be read (EISDIR). Make it a file that you may read.',
    );
  });
});
