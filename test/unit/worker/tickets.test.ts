import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callbackKey } from '../../../lambdas/message/event-key.ts';
import { NonRetriableError } from '../../../lambdas/receiver/non-retriable-error.ts';
import { ACKNOWLEDGED, again, asRecord, connected, createRig, failures, redriven } from './rig.ts';
import type { Rig } from './rig.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-02T03:04:06Z'), toFake: ['Date'] });
});
afterEach(() => vi.useRealTimers());

const LARGE = connected({ data: { note: 'x'.repeat(20_000) } });

/** An event that its handler has refused once. */
async function dead(body: object = connected(), rig: Rig = createRig()) {
  rig.fail('handler', new NonRetriableError('a bug'));
  const record = rig.message(body);
  await rig.deliver(record);
  vi.setSystemTime(Date.now() + 60_000);
  return { rig, record };
}

describe('a ticket', () => {
  it('says what died and why, and holds nothing of the body, which the row has', async () => {
    const { rig, record } = await dead();

    expect(rig.deadLetters).toEqual([
      {
        text: '{"eventId":"et-1","eventType":"ACCOUNT_CONNECTED","reason":"a bug"}',
        groupId: 'et-1',
        deduplicationId: record.messageId,
        attributes: {
          eventId: 'et-1',
          eventType: 'ACCOUNT_CONNECTED',
          ticket: 'true',
          deadReason: 'a bug',
        },
      },
    ]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD', body: record.body });
  });

  it.each([
    ['in its row', connected()],
    ['in the bucket', LARGE],
  ])('that comes back is the event again, whose body is %s', async (_, body) => {
    const { rig } = await dead(body);
    const { subject, receivedAt, body: kept, bodyRef } = rig.rows.get('et-1') ?? {};

    const response = await rig.deliver(redriven(rig));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'DONE',
      attempts: 1,
      subject,
      receivedAt,
      history: [{ errorClass: 'NonRetriableError' }, { version: 'v1' }],
    });
    expect(rig.rows.get('et-1')).toMatchObject(kept === undefined ? { bodyRef } : { body: kept });
    expect(rig.announced).toMatchObject([{ eventId: 'et-1', userId: 'u-1' }]);
  });

  it('of a replay runs under the key of the replay', async () => {
    const rig = createRig();
    rig.fail('handler', new NonRetriableError('a bug'));
    await rig.deliver(rig.message(connected(), { origin: 'replay', replayId: 'r-1' }));
    vi.setSystemTime(Date.now() + 60_000);

    await rig.deliver(redriven(rig));

    expect([...rig.rows.values()]).toMatchObject([{ eventId: 'et-1#r-1', status: 'DONE' }]);
  });

  it('of a callback is that callback again', async () => {
    const rig = createRig();
    const id = callbackKey('u-1', 'c-1');
    const callback = { ...connected(), id, type: 'onAccountCreated' };
    rig.fail('handler', new NonRetriableError('a bug'));
    await rig.deliver(rig.message(callback, { origin: 'widget' }));
    vi.setSystemTime(Date.now() + 60_000);

    await rig.deliver(redriven(rig));

    expect(rig.rows.get(id)).toMatchObject({ status: 'DONE', origin: 'widget' });
  });

  it.each([
    [undefined, 0],
    ['run', 1],
  ])('of an event that was overtaken, with whenStale %s, runs %d handlers', async (asked, runs) => {
    const { rig } = await dead();
    const newer = connected({ id: 'et-2', createdAt: '2026-01-02T03:04:06Z' });
    await rig.deliver(rig.message(newer));
    const [letter] = rig.deadLetters;
    if (!letter) throw new Error('There is no dead letter.');
    const attributes = { ...letter.attributes, ...(asked ? { whenStale: asked } : {}) };
    rig.steps.length = 0;

    await rig.deliver(asRecord({ ...letter, attributes }));

    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', outcome: 'STALE' });
    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(runs);
  });

  it('that comes twice runs its event once', async () => {
    const { rig } = await dead();
    const twice = [redriven(rig), redriven(rig)];
    rig.steps.length = 0;

    for (const record of twice) expect(await rig.deliver(record)).toEqual(ACKNOWLEDGED);

    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
    expect(rig.records.measured.at(-1)?.values).toEqual({ Duplicates: 1 });
  });

  it('comes again later while another message of its event is under way, and is not lost', async () => {
    const { rig } = await dead();
    const ticket = redriven(rig);
    const sentAgain = rig.message(connected());
    await rig.crash('handler', sentAgain);
    rig.steps.length = 0;

    const meanwhile = await rig.deliver(ticket);
    vi.setSystemTime(Date.now() + 180_000);
    const next = await rig.deliver(again(ticket));

    expect(meanwhile).toEqual(failures(ticket));
    expect(next).toEqual(ACKNOWLEDGED);
    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE' });
  });

  it('whose row is gone is dropped, with a line and a metric', async () => {
    const { rig } = await dead();
    rig.rows.clear();

    const response = await rig.deliver(redriven(rig));

    expect(response).toEqual(ACKNOWLEDGED);
    expect([...rig.rows.keys()]).toEqual([]);
    expect(rig.records.lines.at(-1)).toMatchObject({
      level: 'error',
      message: expect.stringContaining('no longer has the row') as unknown,
      fields: { eventId: 'et-1', outcome: 'EXPIRED' },
    });
    expect(rig.records.measured.at(-1)).toEqual({ values: { TicketsExpired: 1 }, dimensions: {} });
  });

  it('whose body is gone is dead again, and says so', async () => {
    const { rig } = await dead();
    const { body: _, ...erased } = rig.rows.get('et-1') ?? {};
    rig.rows.set('et-1', erased as never);

    await rig.deliver(redriven(rig));

    expect(rig.deadLetters.at(-1)?.attributes.deadReason).toBe('body-missing');
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD' });
  });

  it('that is given up before its attempt stays a ticket', async () => {
    const { rig } = await dead();
    rig.fail('ledger.row', new TypeError('a mistake of ours'));

    await rig.deliver(again(redriven(rig), 4));
    const response = await rig.deliver(asRecord(rig.deadLetters[1] as never));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE' });
  });
});
