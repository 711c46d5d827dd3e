import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSmileApi } from '../../../../local/services/smile-api/start-smile-api.ts';
import { startReceiver } from './receiver.ts';

const SECRET = 'sécret of this test';
const RETRY_MS = 25_000;

let waits: number[];
let smile: Awaited<ReturnType<typeof startSmileApi>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  waits = [];
  receiver = await startReceiver(SECRET);
  smile = await startSmileApi(
    { apiKey: 'key', apiSecret: 'secret' },
    {
      retryMs: RETRY_MS,
      async wait(milliseconds) {
        waits.push(milliseconds);
      },
    },
  );
});
afterEach(async () => {
  await smile.close();
  receiver.close();
});

/** Registers the receiver. */
const register = (over: object = {}) =>
  smile.webhooks.create({
    name: 'receiver',
    url: receiver.url,
    eventTypes: ['ALL_EVENTS'],
    active: true,
    secret: SECRET,
    ...over,
  });

describe('an event of the stand-in', () => {
  it('arrives once, signed with the secret of its registration', async () => {
    register();

    const user = smile.life.createUser();
    await smile.deliveries.settled();

    expect(receiver.arrivals).toEqual([
      {
        event: expect.objectContaining({
          id: smile.world.events[0]?.id,
          version: 1,
          type: 'USER_CREATED',
          createdAt: user.createdAt,
          data: expect.objectContaining({ userId: user.id }),
        }),
        isSigned: true,
        contentType: 'application/json',
      },
    ]);
    expect(smile.deliveries.all).toMatchObject([{ attempts: [200], end: 'delivered' }]);
  });

  it('arrives when the one before it was answered', async () => {
    register();
    receiver.world.answerAfterMs = 20;

    await smile.life.connectAccount();
    await smile.deliveries.settled();

    expect(receiver.types()).toEqual(smile.world.events.map(({ type }) => type));
    expect(receiver.world.mostOpen).toBe(1);
  });

  it('arrives as the same event at every webhook', async () => {
    const [first, second] = [register(), register()];

    await smile.life.connectAccount();
    await smile.deliveries.settled();

    const idsAt = (webhookId: string) =>
      smile.deliveries.all.filter((each) => each.webhookId === webhookId).map((e) => e.eventId);
    const happened = smile.world.events.map(({ id }) => id);
    expect(idsAt(first.id)).toEqual(happened);
    expect(idsAt(second.id)).toEqual(happened);
    expect(receiver.arrivals).toHaveLength(happened.length * 2);
  });

  it('arrives only where its type is subscribed to and deliveries are active', async () => {
    const subscribed = register({ eventTypes: ['TASK_FINISHED', 'ACCOUNT_CREATED'] });
    register({ active: false });

    await smile.life.connectAccount();
    await smile.deliveries.settled();

    expect(receiver.types()).toEqual(['ACCOUNT_CREATED', 'TASK_FINISHED']);
    expect(new Set(smile.deliveries.all.map(({ webhookId }) => webhookId))).toEqual(
      new Set([subscribed.id]),
    );
  });

  it('arrives nowhere once its webhook is deleted', async () => {
    smile.webhooks.remove(register().id);

    smile.life.createUser();
    await smile.deliveries.settled();

    expect(receiver.arrivals).toEqual([]);
  });

  it.each([
    [true, expect.objectContaining({ identity: expect.anything() })],
    [false, null],
  ])('brings the data of a task if includePayload is %s', async (includePayload, payload) => {
    register({ includePayload, eventTypes: ['TASK_FINISHED', 'ACCOUNT_SYNC_TASK_FINISHED'] });

    const { id } = await smile.life.connectAccount();
    await smile.life.syncAccount(id);
    await smile.deliveries.settled();

    const payloads = receiver.arrivals.map(({ event }) => event.data.payload);
    expect(payloads).toEqual([payload, payload]);
  });

  it('is never sent to another machine', async () => {
    const { id } = register({ url: 'https://receiver.example.com/webhooks' });

    smile.life.createUser();
    await smile.deliveries.settled();

    expect(smile.deliveries.all).toEqual([
      expect.objectContaining({ webhookId: id, attempts: [], end: 'elsewhere' }),
    ]);
  });
});

describe('a delivery that fails', () => {
  it.each([
    ['once', [500, 200], [500, 200], 'delivered'],
    ['twice', ['cut', 401, 204], [0, 401, 204], 'delivered'],
    ['by a redirect', [307, 200], [307, 200], 'delivered'],
    ['always', [503], [503, 503, 503], 'failed'],
  ] as const)('%s is repeated, three attempts in all', async (_, answers, attempts, end) => {
    register();
    receiver.world.answers = [...answers];

    smile.life.createUser();
    await smile.deliveries.settled();

    expect(smile.deliveries.all).toMatchObject([{ attempts, end }]);
    expect(waits).toEqual(attempts.slice(1).map(() => RETRY_MS));
    expect(new Set(receiver.arrivals.map(({ event }) => event.id)).size).toBe(1);
    expect(receiver.arrivals.every(({ isSigned }) => isSigned)).toBe(true);
  });

  it('holds up no event behind it', async () => {
    const held = await startSmileApi({ apiKey: 'key', apiSecret: 'secret' });
    held.webhooks.create({ ...register(), eventTypes: ['ALL_EVENTS'] });
    receiver.world.answers = [500, 200];

    held.life.createUser();
    held.life.createUser();

    await expect
      .poll(() => held.deliveries.all.map(({ end }) => end))
      .toEqual(['waiting', 'delivered']);
    await held.close();
    await held.deliveries.settled();
    expect(held.deliveries.all[0]).toMatchObject({ attempts: [500], end: 'failed' });
  });
});

describe('losses on demand', () => {
  it('lose as many deliveries as they are told, with all their attempts', async () => {
    register();
    smile.deliveries.lose(2);

    await smile.life.connectAccount();
    await smile.deliveries.settled();

    const happened = smile.world.events.map(({ type }) => type);
    expect(receiver.types()).toEqual(happened.slice(2));
    expect(smile.deliveries.all.slice(0, 3)).toMatchObject([
      { attempts: [], end: 'lost' },
      { attempts: [], end: 'lost' },
      { attempts: [200], end: 'delivered' },
    ]);
  });

  it('go on until they are told to end', async () => {
    register();
    smile.deliveries.lose(Number.POSITIVE_INFINITY);
    await smile.life.connectAccount();

    smile.deliveries.lose(0);
    const { id } = smile.life.createUser();
    await smile.deliveries.settled();

    expect(receiver.arrivals.map(({ event }) => event.data.userId)).toEqual([id]);
  });
});
