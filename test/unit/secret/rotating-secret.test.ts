import { describe, expect, it } from 'vitest';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import { SecretUnreadable } from '../../../lambdas/secret/secret-unreadable.ts';

const MINUTE = 60_000;
const SIGNAL = new AbortController().signal;

/** A secret in a store that counts how often it is read. */
function stored(text: unknown) {
  const store = { text, reads: 0, fault: undefined as unknown, now: Date.UTC(2026, 0, 2) };
  const read = async () => {
    store.reads += 1;
    if (store.fault !== undefined) throw store.fault;
    return store.text === undefined || typeof store.text === 'string'
      ? store.text
      : JSON.stringify(store.text);
  };
  return { store, secret: rotatingSecret(read, WEBHOOK_SECRET, { now: () => store.now }) };
}

describe('the accepted secrets', () => {
  it('are the current one alone while there is no other', async () => {
    const { secret } = stored({ current: 'a' });

    expect(await secret.accepted(SIGNAL)).toEqual(['a']);
  });

  it('are the current one and then the previous one during a rotation', async () => {
    const { secret } = stored({ current: 'b', previous: 'a' });

    expect(await secret.accepted(SIGNAL)).toEqual(['b', 'a']);
  });

  it('hold the previous one to the very end of its time, and not longer', async () => {
    const { secret, store } = stored({
      current: 'b',
      previous: 'a',
      previousNotAfter: '2026-01-02T01:00:00+01:00',
    });

    const atTheEnd = await secret.accepted(SIGNAL);
    store.now += 1;
    const afterIt = await secret.accepted(SIGNAL);

    expect(atTheEnd).toEqual(['b', 'a']);
    expect(afterIt).toEqual(['b']);
    expect(store.reads).toBe(1);
  });

  it('hold a previous one without an end for as long as it stands there', async () => {
    const { secret, store } = stored({ current: 'b', previous: 'a' });
    await secret.accepted(SIGNAL);
    store.now += 365 * 24 * 60 * MINUTE;

    expect(await secret.accepted(SIGNAL)).toEqual(['b', 'a']);
  });

  it('may stand among fields that others have added', async () => {
    const { secret } = stored({ current: 'a', rotatedBy: 'somebody' });

    expect(await secret.accepted(SIGNAL)).toEqual(['a']);
  });

  it('are read once in five minutes', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.text = { current: 'b' };
    store.now += 5 * MINUTE - 1;

    const before = await secret.accepted(SIGNAL);
    store.now += 1;
    const after = await secret.accepted(SIGNAL);

    expect(before).toEqual(['a']);
    expect(after).toEqual(['b']);
    expect(store.reads).toBe(2);
  });
});

describe('a clock that is set back by hours', () => {
  it('keeps no secret for longer than five minutes', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.text = { current: 'b' };
    store.now -= 180 * MINUTE;

    expect(await secret.accepted(SIGNAL)).toEqual(['b']);
  });

  it('keeps nobody from reading a changed secret anew', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.text = { current: 'b' };
    store.now -= 180 * MINUTE;

    expect(await secret.refreshed(SIGNAL)).toEqual(['b']);
  });
});

describe('a refresh', () => {
  it('brings the changed secret when the known one is 30 seconds old', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.text = { current: 'b' };
    store.now += 30_000;

    expect(await secret.refreshed(SIGNAL)).toEqual(['b']);
    expect(await secret.accepted(SIGNAL)).toEqual(['b']);
  });

  it('brings nothing and reads nothing before that', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.now += 29_999;

    expect(await secret.refreshed(SIGNAL)).toBeUndefined();
    expect(store.reads).toBe(1);
  });

  it('starts the five minutes anew', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.now += 4 * MINUTE;
    await secret.refreshed(SIGNAL);
    store.now += 4 * MINUTE;

    await secret.accepted(SIGNAL);

    expect(store.reads).toBe(2);
  });

  it('that fails says so, and leaves the known secret in force', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.now += MINUTE;
    store.fault = new Error('unreachable');

    await expect(secret.refreshed(SIGNAL)).rejects.toBeInstanceOf(SecretUnreadable);
    expect(await secret.accepted(SIGNAL)).toEqual(['a']);
  });

  it('that has failed is no verdict: it fails, without a reading, until it may read again', async () => {
    const { secret, store } = stored({ current: 'a' });
    await secret.accepted(SIGNAL);
    store.now += MINUTE;
    store.fault = new Error('unreachable');
    await secret.refreshed(SIGNAL).catch(() => undefined);
    store.fault = undefined;
    store.text = { current: 'b' };
    store.now += 29_999;

    await expect(secret.refreshed(SIGNAL)).rejects.toMatchObject({ code: 'unavailable' });
    expect(store.reads).toBe(2);
    store.now += 1;

    expect(await secret.refreshed(SIGNAL)).toEqual(['b']);
    store.now += 1;
    expect(await secret.refreshed(SIGNAL)).toBeUndefined();
  });
});

describe('a secret that cannot be had', () => {
  it.each<[string, unknown]>([
    ['plain text', 'just-the-secret'],
    ['half of an object', '{"current":'],
    ['a list', ['a']],
    ['null', 'null'],
    ['an object without a current one', { previous: 'a' }],
    ['an empty current one', { current: '' }],
    ['a current one that is a number', { current: 1 }],
    ['a current one that is null', { current: null }],
    ['a current one with a line break at its end', { current: 'a\n' }],
    ['a current one with a space at its end', { current: 'a ' }],
    ['a current one with a tab in front of it', { current: '\ta' }],
    ['a current one with a byte order mark in front of it', { current: '\uFEFFa' }],
    ['a current one that is longer than Smile takes', { current: 'a'.repeat(65) }],
  ])('is malformed as %s', async (_, text) => {
    const { secret } = stored(text);

    await expect(secret.accepted(SIGNAL)).rejects.toMatchObject({
      name: 'SecretUnreadable',
      code: 'malformed',
    });
  });

  it('is missing when there is none, or when it has no text', async () => {
    const none = stored({ current: 'a' });
    none.store.fault = Object.assign(new Error('?'), { name: 'ResourceNotFoundException' });
    const noText = stored(undefined);

    await expect(none.secret.accepted(SIGNAL)).rejects.toMatchObject({ code: 'missing' });
    await expect(noText.secret.accepted(SIGNAL)).rejects.toMatchObject({ code: 'missing' });
  });

  it('is unavailable when it could not be asked for, and is asked for again a second later', async () => {
    const { secret, store } = stored({ current: 'a' });
    store.fault = new Error('throttled');

    await expect(secret.accepted(SIGNAL)).rejects.toMatchObject({ code: 'unavailable' });
    store.fault = undefined;
    store.now += 1000;

    expect(await secret.accepted(SIGNAL)).toEqual(['a']);
  });

  it('is asked for after waits that double up to 30 seconds, however many events come', async () => {
    const { secret, store } = stored('no JSON');
    const start = store.now;
    const readAt: number[] = [];

    for (; store.now < start + 2 * MINUTE; store.now += 500) {
      const before = store.reads;
      await secret.accepted(SIGNAL).catch(() => undefined);
      if (store.reads > before) readAt.push((store.now - start) / 1000);
    }

    expect(readAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
  });

  it('says what to do and never what the secret is', async () => {
    const { secret } = stored({ current: ['hunter2'], previous: 'hunter3' });

    const error = await secret.accepted(SIGNAL).catch((thrown: unknown) => thrown);

    expect((error as Error).message).toContain('Set it in Secrets Manager');
    expect(String((error as Error).stack)).not.toContain('hunter');
    expect((error as Error).cause).toBeUndefined();
  });

  it('hands its signal on, so that a hanging store costs no whole invocation', async () => {
    const signals: AbortSignal[] = [];
    const secret = rotatingSecret(async (signal) => {
      signals.push(signal);
      return '{"current":"a"}';
    }, WEBHOOK_SECRET);

    await secret.accepted(SIGNAL);

    expect(signals).toEqual([SIGNAL]);
  });
});
