import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({
    workerEntry: fileURLToPath(new URL('workers/patient.ts', import.meta.url)),
  });
});
afterAll(() => receiver.run.stop());

describe('without the queue', () => {
  it('an event is answered 503 within nine seconds, and handled when it is sent again', async () => {
    const event = buildEvent('ACCOUNT_CONNECTED');
    await receiver.run.engines.sqs.stop();

    const start = Date.now();
    const refused = await receiver.deliver(event);
    const took = Date.now() - start;
    await receiver.run.engines.sqs.start();
    const stored = await receiver.deliver(event);

    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.text)).toMatchObject({ stored: false });
    expect(took).toBeLessThan(9000);
    expect(stored.status).toBe(200);
    expect(await receiver.rowWhen(event.id, 'DONE')).toMatchObject({ attempts: 1 });
  });
});

describe('with a queue that does not answer', () => {
  it('an event is answered 503 within nine seconds as well', async () => {
    const event = buildEvent('ACCOUNT_CONNECTED');
    await receiver.run.engines.sqs.freeze();

    const start = Date.now();
    const refused = await receiver.deliver(event);
    const took = Date.now() - start;
    await receiver.run.engines.sqs.thaw();
    const stored = await receiver.deliver(event);

    expect(refused.status).toBe(503);
    expect(took).toBeLessThan(9000);
    expect(stored.status).toBe(200);
    expect(await receiver.rowWhen(event.id, 'DONE')).toMatchObject({ attempts: 1 });
  });
});

describe('without the database', () => {
  it('for a minute under load: no attempt is spent, nothing dies, everything is handled after', async () => {
    const events = Array.from({ length: 240 }, (_, n) =>
      buildEvent('ACCOUNT_CONNECTED', { data: { userId: `tenant-${n % 40}` } }),
    );
    const { dynamodb } = receiver.run.engines;
    const deliverAll = async (some: typeof events) => {
      for (const event of some) expect((await receiver.deliver(event)).status).toBe(200);
    };

    const load = deliverAll(events.slice(0, 120));
    await receiver.rowWhen(events[20]?.id ?? '', 'DONE');
    await dynamodb.kill();
    await load;
    await deliverAll(events.slice(120));
    // The minute itself is the condition.
    await delay(60_000);
    await dynamodb.start();
    await receiver.drained(90_000);

    const rows = await receiver.rows();
    const mine = rows.filter(({ subject }) => String(subject).startsWith('tenant-'));
    expect(mine).toHaveLength(events.length);
    expect(mine.filter(({ status, attempts }) => status !== 'DONE' || attempts !== 1)).toEqual([]);
    expect((await receiver.queues()).deadLetters).toMatchObject({ visible: 0, inFlight: 0 });
  }, 240_000);
});

describe('without the secret', () => {
  it.each([
    ['missing', undefined],
    ['no JSON', 'a plain secret'],
    ['without a current value', '{"previous":"x"}'],
  ])('(%s) an event is answered 503, never 401 or 200', async (_name, value) => {
    const event = buildEvent('USER_CREATED');
    await receiver.run.secretsManager.set(value);
    await forgetSecret();

    const answer = await receiver.deliver(event);

    expect(answer.status).toBe(503);
    expect(receiver.metric('SecretUnreadable')).toBeGreaterThan(0);
    expect(await receiver.row(event.id)).toBeUndefined();
  });

  it('in its place, the new and the previous one are both accepted until the previous one ends', async () => {
    await receiver.run.secretsManager.set({
      current: 'a new secret',
      previous: SECRET,
      previousNotAfter: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await forgetSecret();
    const body = JSON.stringify(buildEvent('USER_CREATED'));

    const [byNew, byPrevious] = [
      await receiver.post(body, { secret: 'a new secret' }),
      await receiver.post(body, { secret: SECRET }),
    ];
    await receiver.run.secretsManager.set({
      current: 'a new secret',
      previous: SECRET,
      previousNotAfter: new Date(Date.now() - 1000).toISOString(),
    });
    await forgetSecret();
    const afterEnd = await receiver.post(body, { secret: SECRET });

    expect([byNew.status, byPrevious.status, afterEnd.status]).toEqual([200, 200, 401]);
  });
});

/** New processes have no secret in their memory. */
async function forgetSecret(): Promise<void> {
  const old = receiver.run.ingressPids();
  for (const pid of old) process.kill(pid, 'SIGKILL');
  await soon(() => {
    expect(receiver.run.ingressPids().filter((pid) => old.includes(pid))).toEqual([]);
  });
}
