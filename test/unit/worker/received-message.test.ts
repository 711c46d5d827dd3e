import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMessage } from '../../../lambdas/message/event-message.ts';
import { openMessage } from '../../../lambdas/worker/received-message.ts';
import { again, connected, createRig } from './rig.ts';

const SIGNAL = new AbortController().signal;
const rig = createRig();
const open = (record: SQSRecord) => openMessage(record, rig.parts.bodies, SIGNAL);
const SENT_AT = '2026-01-02T03:04:07.000Z';

/** A message that somebody typed into the SQS console. */
function byHand(body: string, attributes: Record<string, string> = {}): SQSRecord {
  const record = rig.message(Buffer.from(body || ' '));
  return {
    ...record,
    body,
    attributes: { ...record.attributes, SentTimestamp: String(Date.parse(SENT_AT)) },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [
        name,
        { stringValue, dataType: 'String' as const },
      ]),
    ),
  };
}

describe('an opened message', () => {
  it('tells of every body what the sender told, whatever its bytes', async () => {
    const anyBody = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
      fc
        .record({ userId: fc.string({ unit: 'binary' }), note: fc.string({ unit: 'binary' }) })
        .map((data) => Buffer.from(JSON.stringify(connected({ data })))),
    );

    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        const sent = toMessage({ body, origin: 'webhook', receivedAt: SENT_AT });

        const { arrival, content } = await open(rig.message(body, { receivedAt: SENT_AT }));

        expect(arrival).toMatchObject({
          eventId: sent.eventId,
          subject: sent.groupId,
          receivedAt: SENT_AT,
          bodySha256: createHash('sha256').update(body).digest('hex'),
        });
        expect(arrival.type).toBe(sent.eventType);
        expect(arrival.bodyRef).toBe(sent.bodyRef);
        expect('unreadable' in content ? content.unreadable : undefined).toBe(sent.unreadable);
      }),
    );
  });

  it('counts its receives and knows its message', async () => {
    const record = again(rig.message(connected()), 6);

    const { arrival } = await open(record);

    expect(arrival).toMatchObject({ receives: 7, messageId: record.messageId });
  });

  it('believes its body and not its attributes', async () => {
    const record = byHand(JSON.stringify(connected()), {
      eventId: 'et-forged',
      eventType: 'USER_CREATED',
      unreadable: 'id',
    });

    const { arrival, content } = await open(record);

    expect(arrival).toMatchObject({ eventId: 'et-1', type: 'ACCOUNT_CONNECTED' });
    expect(content).toEqual({ envelope: connected() });
  });

  it('without any attributes was received when it was sent, by a webhook', async () => {
    const { arrival } = await open(byHand(JSON.stringify(connected())));

    expect(arrival).toMatchObject({ receivedAt: SENT_AT, origin: 'webhook' });
  });

  it.each(['', 'yesterday', 'null', '2026-13-45T00:00:00Z'])(
    'was received when it was sent, if its attribute says %j',
    async (receivedAt) => {
      const { arrival } = await open(byHand(JSON.stringify(connected()), { receivedAt }));

      expect(arrival.receivedAt).toBe(SENT_AT);
    },
  );

  it('was received when it was sent, if its attribute only looks like a time', async () => {
    const { arrival } = await open(byHand(JSON.stringify(connected()), { receivedAt: 'batch 1' }));

    expect(arrival.receivedAt).toBe(SENT_AT);
  });

  it.each(['replay', 'reconciler', 'trigger', 'widget'])('may come from %s', async (origin) => {
    const { arrival } = await open(byHand(JSON.stringify(connected()), { origin }));

    expect(arrival.origin).toBe(origin);
  });

  it('comes from a webhook when its origin is none of ours', async () => {
    const { arrival } = await open(byHand(JSON.stringify(connected()), { origin: 'elsewhere' }));

    expect(arrival.origin).toBe('webhook');
  });

  it.each<[string, object, string | undefined]>([
    ['the account', { accountId: 'a-2' }, 'a-2'],
    ['the source of a task', { accountId: undefined, sourceId: 'a-3' }, 'a-3'],
    ['a number as text', { accountId: 7 }, '7'],
    ['nothing when the account holds half a character', { accountId: 'a\ud800' }, undefined],
    ['nothing when the account is far too long', { accountId: 'a'.repeat(257) }, undefined],
  ])('shows as its account %s', async (_, data, accountId) => {
    const { arrival } = await open(rig.message(connected({ data })));

    expect(arrival.accountId).toBe(accountId);
  });

  it('of a lost body is known by its attributes, or at least by its message', async () => {
    const bodyRef = `bodies/${'0'.repeat(64)}`;
    const known = byHand('{}', { bodyRef, eventId: 'et-9', eventType: 'USER_CREATED' });
    const unknown = byHand('{}', { bodyRef });

    const opened = [await open(known), await open(unknown)];

    expect(opened).toMatchObject([
      { arrival: { eventId: 'et-9', type: 'USER_CREATED' }, content: { lost: 'body-missing' } },
      { arrival: { eventId: `message:${unknown.messageId}` }, content: { lost: 'body-missing' } },
    ]);
  });
});
