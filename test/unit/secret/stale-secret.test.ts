import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lambdas/secret/cached-secret.ts';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SIGNAL = new AbortController().signal;

/** An error as the SDK throws it. */
const thrown = (name: string) => Object.assign(new Error('canary'), { name });

/** A secret that was read well at `start`, in a store that then may do anything. */
async function known(value: object = { current: 'a' }) {
  const start = Date.UTC(2026, 0, 2);
  const store = {
    text: JSON.stringify(value) as string | undefined,
    fault: undefined as unknown,
    hangs: false,
    reads: 0,
    now: start,
  };
  const findings: Finding[] = [];
  const secret = rotatingSecret(
    async (signal) => {
      store.reads += 1;
      if (store.hangs) await hang(signal);
      if (store.fault !== undefined) throw store.fault;
      return store.text;
    },
    WEBHOOK_SECRET,
    { now: () => store.now, report: (finding) => findings.push(finding) },
  );
  await secret.accepted(SIGNAL);
  return { secret, store, start, findings };
}

/** Never answers, as a connection that is lost: only the signal ends it. */
async function hang(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

const FAILURES: [string, unknown][] = [
  ['throttles', thrown('ThrottlingException')],
  ['times out', thrown('TimeoutError')],
  ['answers 5xx', thrown('InternalServiceError')],
  ['cannot be reached', Object.assign(new Error('canary'), { code: 'ECONNREFUSED' })],
  ['throws something that is not an error', 'canary'],
];

describe('a known-good secret', () => {
  it.each(FAILURES)('stays usable for an hour while Secrets Manager %s', async (_, fault) => {
    const { secret, store, start } = await known();
    store.fault = fault;

    store.now = start + 5 * MINUTE;
    const first = await secret.accepted(SIGNAL);
    store.now = start + HOUR - 1;
    const last = await secret.accepted(SIGNAL);
    store.now = start + HOUR;
    const after = secret.accepted(SIGNAL);

    expect([first, last]).toEqual([['a'], ['a']]);
    await expect(after).rejects.toMatchObject({ name: 'SecretUnreadable', code: 'unavailable' });
  });

  it('stays usable for an hour from the last good reading, not from the last failed one', async () => {
    const { secret, store, start } = await known();
    store.fault = thrown('ThrottlingException');
    for (let minute = 5; minute < 60; minute += 1) {
      store.now = start + minute * MINUTE;
      await secret.accepted(SIGNAL);
    }
    store.now = start + HOUR;

    await expect(secret.accepted(SIGNAL)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is in force again, and fresh, as soon as it can be read', async () => {
    const { secret, store, start } = await known();
    store.fault = thrown('ThrottlingException');
    store.now = start + 50 * MINUTE;
    await secret.accepted(SIGNAL);
    store.fault = undefined;
    store.text = '{"current":"b"}';
    store.now += 30 * SECOND;

    const changed = await secret.accepted(SIGNAL);
    store.fault = thrown('ThrottlingException');
    store.now += HOUR - 1;
    const stale = await secret.accepted(SIGNAL);

    expect([changed, stale]).toEqual([['b'], ['b']]);
  });

  it.each([
    'AccessDeniedException',
    'AccessDenied',
    'ResourceNotFoundException',
    'InvalidRequestException',
    'DecryptionFailure',
    'DecryptionFailureException',
  ])('ends at once when Secrets Manager answers %s, and does not come back', async (name) => {
    const { secret, store, start } = await known();
    store.fault = thrown('ThrottlingException');
    store.now = start + 5 * MINUTE;
    await secret.accepted(SIGNAL);
    store.fault = thrown(name);
    store.now += 30 * SECOND;

    const withdrawn = secret.accepted(SIGNAL);
    const code = /ResourceNotFound|InvalidRequest/.test(name) ? 'missing' : 'denied';
    await expect(withdrawn).rejects.toMatchObject({ name: 'SecretUnreadable', code });
    store.fault = thrown('ThrottlingException');
    store.now += 30 * SECOND;

    await expect(secret.accepted(SIGNAL)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('ends at once when it was withdrawn within its five minutes, and a mismatch shows it', async () => {
    const { secret, store } = await known();
    store.fault = thrown('AccessDeniedException');
    store.now += MINUTE;

    await expect(secret.refreshed(SIGNAL)).rejects.toMatchObject({ code: 'denied' });
    await expect(secret.accepted(SIGNAL)).rejects.toMatchObject({ code: 'denied' });
  });

  it.each<[string, string | undefined]>([
    ['that is not JSON', 'plain'],
    ['without text', undefined],
    ['that is a list', '["a"]'],
    ['with a line break at its end', '{"current":"b\\n"}'],
    ['with a space at its end', '{"current":"b "}'],
    ['longer than Smile takes', JSON.stringify({ current: 'b'.repeat(65) })],
    ['that is empty', '{"current":""}'],
  ])('stays usable for an hour when it is replaced by one %s', async (_, text) => {
    const { secret, store, start } = await known();
    store.text = text;
    store.now = start + 5 * MINUTE;

    const kept = await secret.accepted(SIGNAL);
    store.now = start + HOUR;

    expect(kept).toEqual(['a']);
    await expect(secret.accepted(SIGNAL)).rejects.toMatchObject({ name: 'SecretUnreadable' });
  });

  it('holds its previous one to the end of its time while it is stale, and not longer', async () => {
    const { secret, store, start } = await known({
      current: 'b',
      previous: 'a',
      previousNotAfter: '2026-01-02T00:20:00Z',
    });
    store.fault = thrown('ThrottlingException');

    store.now = start + 20 * MINUTE;
    const atTheEnd = await secret.accepted(SIGNAL);
    store.now += 1;
    const afterIt = await secret.accepted(SIGNAL);

    expect(atTheEnd).toEqual(['b', 'a']);
    expect(afterIt).toEqual(['b']);
  });

  it('cannot tell a mismatch while it is stale: it may have been changed', async () => {
    const { secret, store, start } = await known();
    store.fault = thrown('ThrottlingException');
    store.now = start + 5 * MINUTE;
    await secret.accepted(SIGNAL);

    await expect(secret.refreshed(SIGNAL)).rejects.toMatchObject({ code: 'unavailable' });
    expect(store.reads).toBe(2);
  });

  it('is asked for every 30 seconds while Secrets Manager fails, however many events come', async () => {
    const { secret, store, start } = await known();
    store.fault = thrown('ThrottlingException');
    store.now = start + 5 * MINUTE;
    store.reads = 0;

    for (let event = 0; event < 600; event += 1) {
      await secret.accepted(SIGNAL);
      await secret.refreshed(SIGNAL).catch(() => undefined);
      store.now += 100;
    }

    expect(store.reads).toBe(2);
  });

  it('serves without a wait of the whole request when Secrets Manager does not answer', async () => {
    const { secret, store, start } = await known();
    store.hangs = true;
    store.now = start + 5 * MINUTE;
    const request = AbortSignal.timeout(8000);

    const first = await secret.accepted(request);
    const second = await secret.accepted(request);

    expect([first, second]).toEqual([['a'], ['a']]);
    expect(request.aborted).toBe(false);
    expect(store.reads).toBe(2);
  }, 30_000);

  it('is reported once per failed reading, with the problem and its age', async () => {
    const { secret, store, start, findings } = await known();
    store.fault = thrown('ThrottlingException');
    store.now = start + 5 * MINUTE;

    for (let event = 0; event < 10; event += 1) await secret.accepted(SIGNAL);

    expect(findings).toEqual([
      {
        kind: 'stale',
        ageMs: 5 * MINUTE,
        failure: expect.objectContaining({
          code: 'unavailable',
          problem: 'Secrets Manager failed with ThrottlingException.',
        }),
      },
    ]);
  });
});
