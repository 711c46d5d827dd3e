import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { sign } from '../../../lambdas/smile/signature.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';

const MINUTE = 60;
const THROTTLED = { code: 'ThrottlingException', status: 400 };
const FAILED = { code: 'InternalServiceError', status: 500 };
const DENIED = { code: 'AccessDeniedException', status: 400 };

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({
    ingressEntry: fileURLToPath(new URL('ingress/time-traveller.ts', import.meta.url)),
  });
});
afterAll(() => receiver.run.stop());

/** Posts a signed event at a time so many seconds from now; resolves to the answer's status. */
async function post(secondsAhead: number, secret = SECRET): Promise<number> {
  const body = Buffer.from(JSON.stringify(buildEvent('USER_CREATED')));
  const headers = {
    'Smile-Signature': sign(body, secret),
    'X-Seconds-Ahead': String(secondsAhead),
  };
  const { status } = await fetch(receiver.run.webhookUrl, { method: 'POST', body, headers });
  return status;
}

const said = (message: string) =>
  receiver.lines
    .filter((line) => line.includes(`"${message}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

// One process lives through these in this order, and its clock goes on from one to the next.
describe('a known-good secret in a real ingress', () => {
  it('outlives each failure of Secrets Manager, and each is one line and one count', async () => {
    const { secretsManager } = receiver.run;

    const statuses = [await post(0)];
    secretsManager.fail(THROTTLED);
    statuses.push(await post(6 * MINUTE), await post(6 * MINUTE + 1));
    secretsManager.fail(FAILED);
    statuses.push(await post(20 * MINUTE));
    secretsManager.fail('hang');
    const start = performance.now();
    statuses.push(await post(40 * MINUTE));

    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(performance.now() - start).toBeLessThan(8000);
    expect(receiver.metric('SecretStale')).toBe(3);
    expect(said('secret stale').map(({ secret, code }) => [secret, code])).toEqual([
      ['webhook', 'unavailable'],
      ['webhook', 'unavailable'],
      ['webhook', 'unavailable'],
    ]);
    // The client repeats what is throttled: on a busy machine the time for a reading ends first.
    expect(said('secret stale')[0]?.problem).toMatch(
      /^Secrets Manager failed with (ThrottlingException|AbortError)\.$/,
    );
    expect(receiver.metric('NotStored')).toBe(0);
  }, 60_000);

  it('is no verdict about another signature meanwhile: 503, not 401', async () => {
    expect(await post(40 * MINUTE + 5, 'another secret')).toBe(503);
  });

  it('is over an hour after it was read well, and back when it can be read', async () => {
    receiver.run.secretsManager.fail(THROTTLED);
    const over = await post(62 * MINUTE);
    receiver.run.secretsManager.fail(undefined);
    const back = await post(63 * MINUTE);

    expect([over, back]).toEqual([503, 200]);
    expect(said('secret unreadable')).toHaveLength(1);
  });

  it('is over at once when access to it is taken away', async () => {
    receiver.run.secretsManager.fail(DENIED);
    const denied = await post(69 * MINUTE);
    receiver.run.secretsManager.fail(undefined);

    expect(denied).toBe(503);
    expect(said('secret unreadable').at(-1)?.code).toBe('denied');
  });

  it('goes on beside a "previous" that is not accepted, and the log names it, not its value', async () => {
    await receiver.run.secretsManager.set(
      `\uFEFF${JSON.stringify({ current: SECRET, previous: 'canary-previous\n' })}`,
    );

    const statuses = [await post(80 * MINUTE), await post(80 * MINUTE)];

    expect(statuses).toEqual([200, 200]);
    expect(said('part of the secret ignored').map(({ problem }) => problem)).toEqual([
      '"previous" begins or ends with whitespace, and is not accepted.',
    ]);
    expect(receiver.lines.join('\n')).not.toContain('canary-previous');
  });
});
