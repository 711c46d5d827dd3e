import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asDeadLetter } from '../../../lambdas/worker/dead-letters.ts';
import { connected, createRig } from './rig.ts';

const record = createRig().message(connected());
const withAttributes = (attributes: (typeof record)['messageAttributes']) => ({
  ...record,
  messageAttributes: attributes,
});

describe('a dead letter of a message without a row', () => {
  it('is the message as it was, with the reason beside its attributes', () => {
    const letter = asDeadLetter(record, 'schema: data.userId');

    expect(letter).toEqual({
      text: record.body,
      groupId: 'et-1',
      deduplicationId: record.messageId,
      attributes: {
        eventId: 'et-1',
        eventType: 'ACCOUNT_CONNECTED',
        receivedAt: record.messageAttributes.receivedAt?.stringValue,
        origin: 'webhook',
        deadReason: 'schema: data.userId',
      },
    });
  });

  it('is deduplicated by the message it was, so that a second death is another one', () => {
    const redriven = { ...record, messageId: 'message-of-the-redrive' };

    const ids = [record, record, redriven].map((r) => asDeadLetter(r, 'x').deduplicationId);

    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(ids[0]).not.toBe(record.attributes.MessageDeduplicationId);
  });

  it('carries the newest reason when it was dead before', () => {
    const before = withAttributes({
      ...record.messageAttributes,
      deadReason: { stringValue: 'a bug', dataType: 'String' },
    });

    expect(asDeadLetter(before, 'another bug').attributes.deadReason).toBe('another bug');
  });

  it('carries a reason that SQS takes, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 600 }),
          fc
            .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 600 })
            .map((units) => String.fromCharCode(...units)),
        ),
        (reason) => {
          const { deadReason = '' } = asDeadLetter(record, reason).attributes;

          expect(deadReason).not.toBe('');
          expect(deadReason.length).toBeLessThanOrEqual(256);
          expect(deadReason).toMatch(/^[\u0020-\ud7ff\ue000-\ufffd]+$/);
        },
      ),
    );
  });

  it('says so when there is no reason', () => {
    const reasons = ['', ' \n ', '\u0000'].map(
      (r) => asDeadLetter(record, r).attributes.deadReason,
    );

    expect(reasons).toEqual(Array.from({ length: 3 }, () => 'no reason given'));
  });

  it('leaves out what is no text, and stands alone when the message had no group', () => {
    const foreign = {
      ...withAttributes({ blob: { binaryValue: 'AAEC', dataType: 'Binary' } }),
      attributes: { ...record.attributes },
    };
    delete foreign.attributes.MessageGroupId;

    const letter = asDeadLetter(foreign, 'x');

    expect(letter).toMatchObject({ groupId: record.messageId, attributes: { deadReason: 'x' } });
    expect(Object.keys(letter.attributes)).toEqual(['deadReason']);
  });

  it('has room beside everything that we write ourselves', () => {
    const own = [
      'eventId',
      'eventType',
      'receivedAt',
      'origin',
      'bodyRef',
      'unreadable',
      'replayId',
      'ticket',
    ];

    const { attributes } = asDeadLetter(withAttributes(named(own)), 'x');

    expect(Object.keys(attributes)).toHaveLength(9);
  });

  it('has ten attributes at most, also when somebody sent a message with ten', () => {
    const ten = Array.from({ length: 10 }, (_, index) => `attribute-${index}`);

    const { attributes } = asDeadLetter(withAttributes(named(ten)), 'x');

    expect(Object.keys(attributes).length).toBeLessThanOrEqual(10);
    expect(attributes.deadReason).toBe('x');
  });
});

function named(names: readonly string[]): (typeof record)['messageAttributes'] {
  return Object.fromEntries(
    names.map((name) => [name, { stringValue: name, dataType: 'String' as const }] as const),
  );
}
