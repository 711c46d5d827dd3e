import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyDigest } from '../../../lambdas/message/body-digest.ts';
import { bodyRefOf } from '../../../lambdas/message/event-key.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { sign } from '../../../lambdas/smile/signature.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.run.stop());

describe('every type', () => {
  it.each(EVENT_TYPES)('%s is stored, handled once and announced', async (type) => {
    const event = buildEvent(type);

    const answer = await receiver.deliver(event);

    expect(answer).toEqual({
      status: 200,
      text: JSON.stringify({ stored: true, eventId: event.id }),
    });
    const row = await receiver.rowWhen(event.id, 'DONE');
    expect(row).toMatchObject({ type, outcome: 'APPLIED', attempts: 1, origin: 'webhook' });
    const told = receiver.run.eventBridge.announcements.filter(
      ({ detail }) => detail.eventId === event.id,
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ detailType: type, source: 'smile.events' });
  });

  it('a type that nobody knows is kept, handled by the fallback and announced', async () => {
    const event = {
      ...buildEvent('USER_CREATED'),
      type: 'FOO_HAPPENED',
      data: { foo: { bar: 1 } },
    };

    const answer = await receiver.deliver(event);

    expect(answer.status).toBe(200);
    const row = await receiver.rowWhen(event.id, 'DONE');
    expect(row).toMatchObject({ type: 'FOO_HAPPENED', outcome: 'UNKNOWN_TYPE', attempts: 1 });
    const told = receiver.run.eventBridge.announcements.map(({ detailType }) => detailType);
    expect(told).toContain('FOO_HAPPENED');
  });

  it.each([undefined, null, 'some day'])(
    'an event whose createdAt is %s is handled, marked, and older than any that has one',
    async (createdAt) => {
      const { createdAt: _createdAt, ...undated } = buildEvent('ACCOUNT_FAILED');
      const { userId, accountId } = undated.data;
      const connected = buildEvent('ACCOUNT_CONNECTED', {
        createdAt: '2001-01-01T00:00:00Z',
        data: { userId, accountId },
      });

      await receiver.deliver({ ...undated, createdAt });
      await receiver.deliver(connected);

      expect(await receiver.rowWhen(undated.id, 'DONE')).toMatchObject({
        outcome: 'APPLIED',
        undated: true,
      });
      expect(await receiver.rowWhen(connected.id, 'DONE')).toMatchObject({ outcome: 'APPLIED' });
      const [item] = await receiver.userItems(userId);
      expect(item).toMatchObject({ status: { value: 'CONNECTED' } });
    },
  );

  it('an event with fields that nobody knows is handled, and kept with them', async () => {
    const event = buildEvent('ACCOUNT_CONNECTED', {
      tenant: { new: true },
      data: { riskClass: 'A', providers: ['some_new_provider'] },
    });

    const answer = await receiver.deliver(event);

    expect(answer.status).toBe(200);
    const row = await receiver.rowWhen(event.id, 'DONE');
    expect(JSON.parse(row.body as string)).toEqual(event);
  });
});

describe('the ledger row', () => {
  it('holds everything that a person looks for, under the id that Smile gave', async () => {
    const event = buildEvent('INCOMES_ADDED');

    await receiver.deliver(event);

    const row = await receiver.rowWhen(event.id, 'DONE');
    expect(row).toMatchObject({
      eventId: event.id,
      type: 'INCOMES_ADDED',
      subject: event.data.userId,
      accountId: event.data.accountId,
      createdAt: event.createdAt,
      outcome: 'APPLIED',
      attempts: 1,
      origin: 'webhook',
      messageId: expect.any(String),
      bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      body: JSON.stringify(event),
    });
    expect(Date.parse(row.receivedAt as string)).toBeGreaterThan(Date.now() - 60_000);
    expect(Date.parse(row.completedAt as string)).toBeGreaterThan(Date.now() - 60_000);
    const ninetyDays = 90 * 24 * 60 * 60;
    expect(row.expiresAt).toBeGreaterThan(Date.now() / 1000 + ninetyDays - 120);
    expect(row).not.toHaveProperty('open');
  });
});

describe('signatures', () => {
  const body = JSON.stringify(buildEvent('USER_CREATED', { id: 'et-refused' }));
  const right = sign(Buffer.from(body), SECRET);
  const changed = body.replace('USER_CREATED', 'USER_CREATEE');
  const withInvalidByte = Buffer.concat([Buffer.from(body), Buffer.from([0xff])]);

  it.each([
    ['wrong', body, sign(Buffer.from(body), 'another secret')],
    ['missing', body, null],
    ['empty', body, ''],
    ['truncated', body, right.slice(0, 127)],
    ['not hex', body, `${right.slice(0, 127)}g`],
    ['200 characters long', body, right.padEnd(200, 'a')],
    ['of a body with one byte changed', changed, right],
    ['of a body with a byte order mark added', `\uFEFF${body}`, right],
    ['of a body with an invalid byte added', withInvalidByte, right],
  ])('that are %s are refused, and nothing is queued', async (_name, sent, signature) => {
    const storedBefore = receiver.metric('Stored');

    const answer = await receiver.post(sent, { signature });

    expect(answer).toEqual({
      status: 401,
      text: '{"stored":false,"message":"The signature does not match the body."}',
    });
    expect(await receiver.row('et-refused')).toBeUndefined();
    expect(receiver.metric('Stored')).toBe(storedBefore);
  });

  it('in upper-case hex are accepted', async () => {
    const event = buildEvent('USER_CREATED');
    const text = JSON.stringify(event);

    const answer = await receiver.post(text, {
      signature: sign(Buffer.from(text), SECRET).toUpperCase(),
    });

    expect(answer.status).toBe(200);
  });

  it('of another address are never looked at: 403, and the function is not called', async () => {
    const event = buildEvent('USER_CREATED');
    const receivedBefore = receiver.metric('Received');

    const answer = await receiver.post(JSON.stringify(event), { sourceIp: '203.0.113.7' });

    expect(answer.status).toBe(403);
    expect(receiver.metric('Received')).toBe(receivedBefore);
    expect(await receiver.row(event.id)).toBeUndefined();
  });
});

describe('signed bodies that are no event', () => {
  const valid = buildEvent('USER_CREATED');
  const { id: _id, ...withoutId } = valid;
  const { type: _type, ...withoutType } = valid;

  it.each([
    ['not JSON', 'not json', 'not-json'],
    ['a list', '[]', 'not-object'],
    ['an empty object', '{}', 'id'],
    ['without id', JSON.stringify(withoutId), 'id'],
    ['with an empty id', JSON.stringify({ ...valid, id: '' }), 'id'],
    ['without type', JSON.stringify(withoutType), 'type'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), 'not-utf8'],
    ['empty', '', 'not-json'],
  ])('%s: 200, and one quarantined row with its reason', async (_name, body, reason) => {
    const answers = [await receiver.post(body), await receiver.post(body)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { eventId } = JSON.parse(answers[0]?.text ?? '') as { eventId: string };
    expect(eventId).toMatch(/^sha256:[0-9a-f]{64}$/);
    const row = await receiver.rowWhen(eventId, 'QUARANTINED');
    expect(row.lastError).toEqual({ class: 'Unreadable', code: reason });
    expect(row.body ?? row.bodyRef).toBeDefined();
  });

  it('characters that the queue refuses are no reason: a raw U+FFFE in a name is handled', async () => {
    const event = buildEvent('ACCOUNT_CONNECTED', { data: { loginName: 'x\uFFFEy' } });

    const answer = await receiver.deliver(event);

    expect(answer.status).toBe(200);
    const row = await receiver.rowWhen(event.id, 'DONE');
    expect(row.bodyRef).toBe(bodyRefOf(event.data.userId, row.bodySha256 as string));
  });
});

describe('one id', () => {
  it('with another body handles the first, and keeps the second unhandled', async () => {
    const first = buildEvent('ACCOUNT_CONNECTED');
    await receiver.deliver(first);
    await receiver.rowWhen(first.id, 'DONE');

    const answer = await receiver.deliver({ ...first, version: 2 });

    expect(answer.status).toBe(200);
    await receiver.drained();
    expect((await receiver.row(first.id))?.body).toBe(JSON.stringify(first));
    expect(receiver.metric('Conflicts')).toBe(1);
    const second = JSON.stringify({ ...first, version: 2 });
    const kept = await receiver.rowWhen(`sha256:${bodyDigest(Buffer.from(second))}`, 'QUARANTINED');
    expect(kept).toMatchObject({ body: second, lastError: { code: 'conflict' } });
  });

  it('that comes late changes nothing and is not announced', async () => {
    const connected = buildEvent('ACCOUNT_CONNECTED', { createdAt: '2026-11-23T08:00:02Z' });
    const { userId, accountId } = connected.data;
    const created = buildEvent('ACCOUNT_CREATED', {
      createdAt: '2026-11-23T08:00:01Z',
      data: { userId, accountId },
    });
    await receiver.deliver(connected);
    await receiver.rowWhen(connected.id, 'DONE');
    const before = await receiver.userItems(userId);

    await receiver.deliver(created);

    expect(await receiver.rowWhen(created.id, 'DONE')).toMatchObject({
      outcome: 'STALE',
      staleBecause: { eventId: connected.id, type: 'ACCOUNT_CONNECTED' },
    });
    expect(await receiver.userItems(userId)).toEqual(before);
    const told = receiver.run.eventBridge.announcements.map(({ detail }) => detail.eventId);
    expect(told).not.toContain(created.id);
  });
});

describe('an announcement', () => {
  it('that fails spends no attempt, and is made again', async () => {
    const event = buildEvent('RATING_ADDED');
    receiver.run.eventBridge.failNext(1, 'entries');

    await receiver.deliver(event);

    const row = await receiver.rowWhen(event.id, 'DONE');
    expect(row).toMatchObject({
      attempts: 1,
      lastError: { class: 'AwsFault', code: expect.stringMatching(/^EntryRefused/) },
    });
    const told = receiver.run.eventBridge.announcements.map(({ detail }) => detail.eventId);
    expect(told.filter((eventId) => eventId === event.id)).toHaveLength(1);
  });
});
