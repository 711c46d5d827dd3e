import { describe, expect, it } from 'vitest';
import { cachedSecret } from '../../../lambdas/secret/cached-secret.ts';
import { SMILE_CREDENTIALS } from '../../../lambdas/secret/smile-credentials.ts';

const SIGNAL = new AbortController().signal;

/** Smile's credentials as the owner of the deployment has put them into Secrets Manager. */
const credentials = (text: string | undefined) =>
  cachedSecret(async () => text, SMILE_CREDENTIALS).current(SIGNAL);

describe("Smile's credentials", () => {
  it('are a key and its secret, among whatever else stands there', async () => {
    const stored = { apiKey: 'key', apiSecret: 'sec:ret', note: 'of the portal' };

    expect(await credentials(JSON.stringify(stored))).toEqual(stored);
  });

  it('may be of any length, and begin with a byte order mark', async () => {
    const stored = { apiKey: 'k'.repeat(200), apiSecret: 's'.repeat(200) };

    expect(await credentials(`\uFEFF${JSON.stringify(stored)}`)).toEqual(stored);
  });

  it.each([
    ['are no JSON', 'key:secret'],
    ['are a list', '["key","secret"]'],
    ['are null', 'null'],
    ['have no key', '{"apiSecret":"s"}'],
    ['have an empty key', '{"apiKey":"","apiSecret":"s"}'],
    ['have a key that would end at its colon', '{"apiKey":"k:ey","apiSecret":"s"}'],
    ['have a key with a line break at its end', '{"apiKey":"k\\n","apiSecret":"s"}'],
    ['have a secret with a space in front of it', '{"apiKey":"k","apiSecret":" s"}'],
    ['have no secret', '{"apiKey":"k"}'],
    ['have an empty secret', '{"apiKey":"k","apiSecret":""}'],
    ['have a secret that is a number', '{"apiKey":"k","apiSecret":7}'],
    ['have their members in another case', '{"apikey":"k","apisecret":"s"}'],
  ])('are of no use when they %s, and their form is told', async (_, text) => {
    await expect(credentials(text)).rejects.toMatchObject({
      name: 'SecretUnreadable',
      code: 'malformed',
      message: expect.stringContaining('{ "apiKey": "…", "apiSecret": "…" }'),
    });
  });

  it('are missing until somebody has put them in', async () => {
    await expect(credentials(undefined)).rejects.toMatchObject({ code: 'missing' });
  });

  it('are not told when they are of no use', async () => {
    const text = '{"apiKey":"canary:key","apiSecret":"canary-secret"}';

    const error = await credentials(text).catch((thrown: unknown) => thrown);

    expect(`${(error as Error).message}${(error as Error).stack}`).not.toContain('canary');
  });
});
