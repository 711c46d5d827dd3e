import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as fc from 'fast-check';
import {
  createWidgetSession,
  type WidgetSessionOptions,
} from '../../../../lambdas/widget-api/session/create-widget-session.ts';
import { verifySession } from '../../../../lambdas/widget-api/session/verify-session.ts';
import { NOW, SECRET } from './forge.ts';

const OPTIONS: WidgetSessionOptions = { secret: SECRET, stage: 'sandbox', userId: 'tenant-1' };

/** What a backend in plain JavaScript may hand over. */
const withWrong = (wrong: object) => ({ ...OPTIONS, ...wrong }) as WidgetSessionOptions;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW + 789 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a session', () => {
  it('is what the widget’s API takes, for the user and the stage that it was made for', async () => {
    const { token } = await createWidgetSession(OPTIONS);

    expect(await verifySession(token, 'sandbox', [SECRET])).toEqual({ userId: 'tenant-1' });
    expect(await verifySession(token, 'production', [SECRET])).toEqual({ fault: 'invalid' });
  });

  it('tells the page whose it is and when it begins and ends: a quarter of an hour', async () => {
    const session = await createWidgetSession(OPTIONS);

    expect(session).toEqual({
      token: expect.any(String),
      userId: 'tenant-1',
      issuedAt: '2026-11-25T02:00:00.000Z',
      expiresAt: '2026-11-25T02:15:00.000Z',
    });
  });

  it.each([
    [60, '2026-11-25T02:01:00.000Z'],
    [3600, '2026-11-25T03:00:00.000Z'],
  ])('may live for %i seconds', async (lifetimeSeconds, expiresAt) => {
    const session = await createWidgetSession({ ...OPTIONS, lifetimeSeconds });

    expect(session.expiresAt).toBe(expiresAt);
    expect(await verifySession(session.token, 'sandbox', [SECRET])).toEqual({ userId: 'tenant-1' });
  });

  it('holds the user and the stage whatever signs they are made of', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).filter(fits);

    await fc.assert(
      fc.asyncProperty(text, text, text, async (userId, stage, more) => {
        const secret = `.${more}${'.'.repeat(31)}`;
        const { token } = await createWidgetSession({ secret, stage, userId });

        expect(token).toMatch(/^[\w.-]+$/);
        expect(await verifySession(token, stage, [secret])).toEqual({ userId });
      }),
    );
  });

  it('says nothing of the secret', async () => {
    const session = await createWidgetSession(OPTIONS);

    const text = JSON.stringify(session) + Buffer.from(session.token, 'base64').toString();
    expect(text).not.toContain(SECRET);
  });
});

/** Signs beyond the basic plane count twice. */
function fits(text: string): boolean {
  return text.length <= 200;
}

describe('a session cannot be made', () => {
  it.each<[string, object, RegExp]>([
    ['of a short secret', { secret: 'x'.repeat(31) }, /^secret must be text of 32 characters/],
    ['of a secret with a line break at its end', { secret: `${SECRET}\n` }, /without whitespace/],
    ['of a secret with a space in front of it', { secret: ` ${SECRET}` }, /without whitespace/],
    ['of no secret', { secret: undefined }, /^secret must be/],
    ['of a secret’s bytes', { secret: Buffer.from(SECRET) }, /^secret must be text/],
    [
      'of the JSON around the secret',
      { secret: JSON.stringify({ current: SECRET }) },
      /"current".*not the JSON around it/,
    ],
    [
      'of that JSON with lines',
      { secret: `\n${JSON.stringify({ current: SECRET, previous: SECRET }, undefined, 2)}\n` },
      /not the JSON around it/,
    ],
    ['without a stage', { stage: '' }, /^stage must be the name/],
    ['for a stage that is no text', { stage: ['sandbox'] }, /^stage must be the name/],
    ['for nobody', { userId: '' }, /^userId must be Smile's id .* 1 to 200/],
    ['for a user who is not known', { userId: undefined }, /^userId must be/],
    ['for a number', { userId: 7 }, /^userId must be/],
    ['for an id of 201 characters', { userId: 'u'.repeat(201) }, /^userId must be/],
    ['for half a character', { userId: 'u\ud83d' }, /^userId must be/],
    ['for 59 seconds', { lifetimeSeconds: 59 }, /^lifetimeSeconds must be .* 60 to 3600/],
    ['for more than an hour', { lifetimeSeconds: 3601 }, /^lifetimeSeconds must be/],
    ['for half a second more', { lifetimeSeconds: 90.5 }, /^lifetimeSeconds must be/],
    ['for no number of seconds', { lifetimeSeconds: '900' }, /^lifetimeSeconds must be/],
    ['for ever', { lifetimeSeconds: Number.POSITIVE_INFINITY }, /^lifetimeSeconds must be/],
    ['for a null', { lifetimeSeconds: null }, /^lifetimeSeconds must be/],
  ])('%s, and a sentence says what to do', async (_, wrong, sentence) => {
    const making = createWidgetSession(withWrong(wrong));

    await expect(making).rejects.toMatchObject({
      name: 'SessionOptionsInvalid',
      code: 'session-options-invalid',
      message: expect.stringMatching(sentence),
    });
  });

  it('and the sentence does not hold the secret', async () => {
    const secret = JSON.stringify({ current: SECRET });

    const error = await createWidgetSession(withWrong({ secret })).catch((e: unknown) => e);

    expect((error as Error).message).not.toContain(SECRET);
  });

  it.each([['{'.padEnd(40, 'x')], ['7'.repeat(64)], ['"'.padEnd(63, 'x').concat('"')]])(
    'but can of a secret that only looks a little like JSON: %s',
    async (secret) => {
      const { token } = await createWidgetSession({ ...OPTIONS, secret });

      expect(await verifySession(token, 'sandbox', [secret])).toEqual({ userId: 'tenant-1' });
    },
  );

  it('of an undefined lifetime it can: that is the default', async () => {
    const session = await createWidgetSession(withWrong({ lifetimeSeconds: undefined }));

    expect(session.expiresAt).toBe('2026-11-25T02:15:00.000Z');
  });
});
