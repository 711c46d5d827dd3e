import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { subjectOf } from '../../../../lambdas/message/subject.ts';
import { readEnvelope } from '../../../../lambdas/smile/envelope.ts';
import { CALLBACKS } from '../../../../lambdas/smile/widget.ts';
import { NOW } from '../session/forge.ts';
import { AT, bench, callback, envelopesIn, sessionOf } from './bench.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A user by any printable signs: all of them count in its key and in its group. */
const anyUser = fc.stringMatching(/^[\w.:-]{1,200}$/);

describe('the message of a callback', () => {
  it('is an event that says whose it is, of what and when', async () => {
    const { post, sent } = bench();

    await post([callback()]);

    expect(sent[0]).toMatchObject({
      eventId: 'widget:tenant-1:c-1',
      eventType: 'onAccountConnected',
      groupId: 'tenant-1',
      attributes: {
        eventId: 'widget:tenant-1:c-1',
        eventType: 'onAccountConnected',
        receivedAt: '2026-11-25T02:00:00.000Z',
        origin: 'widget',
      },
    });
    expect(envelopesIn(sent)).toEqual([
      {
        id: 'widget:tenant-1:c-1',
        version: 1,
        type: 'onAccountConnected',
        createdAt: AT,
        data: { userId: 'tenant-1', accountId: 'a-1', providerId: 'example_payroll' },
      },
    ]);
  });

  it('is the same bytes again at another time, in another batch and by another session', async () => {
    const { post, sent } = bench();
    await post([callback()]);
    vi.setSystemTime(NOW + 600_000);

    const later = { iat: NOW / 1000 + 600, exp: NOW / 1000 + 660 };
    await post([callback({ id: 'c-0' }), callback()], sessionOf('tenant-1', later));
    await post([{ data: { providerId: 'example_payroll', accountId: 'a-1' }, x: 1, ...rest() }]);

    const [first, , second, third] = sent;
    for (const again of [second, third]) {
      expect(again?.text).toBe(first?.text);
      expect(again?.deduplicationId).toBe(first?.deduplicationId);
      expect(again?.groupId).toBe(first?.groupId);
    }
  });

  it('drops members that no callback has, wherever they are', async () => {
    const { post, sent } = bench();
    const data = {
      eventName: 'LoginPageOpened',
      loginName: 'x',
      account: { x: 1, accountId: 'a' },
    };

    await post([callback({ name: 'onUIEvent', data, more: 'x', version: 7, type: 'x' })]);

    expect(envelopesIn(sent)[0]).toEqual({
      id: 'widget:tenant-1:c-1',
      version: 1,
      type: 'onUIEvent',
      createdAt: AT,
      data: { userId: 'tenant-1', eventName: 'LoginPageOpened', account: { accountId: 'a' } },
    });
  });

  it('carries its body itself and can be read, whatever the page and its user are', async () => {
    const word = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('é'.repeat(199)));
    const anyCallback = fc.record({
      id: fc.stringMatching(/^[\w-]{1,64}$/),
      name: fc.constantFrom(...CALLBACKS),
      data: fc.record({
        accountId: word,
        providerId: word,
        errorCode: word,
        reason: word,
        eventName: fc.oneof(word, fc.constant('x'.repeat(128))),
        eventTime: fc.oneof(word, fc.constant('\ue000'.repeat(64))),
        uploads: fc.array(fc.oneof(word, fc.double(), fc.jsonValue({ maxDepth: 3 })), {
          maxLength: 50,
        }),
        uploadCount: fc.oneof(fc.double(), word),
      }),
    });

    await fc.assert(
      fc.asyncProperty(anyUser, anyCallback, async (userId, drawn) => {
        const { post, sent } = bench();

        const { statusCode } = await post([{ ...drawn, at: AT }], sessionOf(userId));

        fc.pre(statusCode === 200);
        const text = sent[0]?.text ?? '';
        expect(sent[0]).toMatchObject({ bodyRef: undefined, unreadable: undefined });
        expect(Buffer.byteLength(text)).toBeLessThan(16_384);
        expect(readEnvelope(Buffer.from(text)).envelope).toMatchObject({
          id: `widget:${userId}:${drawn.id}`,
          type: drawn.name,
          data: { userId },
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('carries its body itself at the largest that a callback can be', async () => {
    const { post, sent } = bench();
    const userId = 'u'.repeat(200);
    const bare = Buffer.byteLength(JSON.stringify(uploadsOf('')));
    const uploads = '\ue000'.repeat((8192 - bare) / 3);

    const answer = await post([uploadsOf(uploads)], sessionOf(userId));

    expect(answer.statusCode).toBe(200);
    expect(sent[0]?.bodyRef).toBeUndefined();
    expect(Buffer.byteLength(sent[0]?.text ?? '')).toBeGreaterThan(8192);
  });

  it('is in the group of the webhooks of the same user', async () => {
    await fc.assert(
      fc.asyncProperty(anyUser, async (userId) => {
        const { post, sent } = bench();

        await post([callback({ data: { accountId: 'a-1' } })], sessionOf(userId));

        expect(sent[0]?.groupId).toBe(subjectOf({ userId, accountId: 'x' }, 'et-1'));
      }),
    );
  });
});

function rest() {
  const { data: _, ...others } = callback();
  return others;
}

function uploadsOf(upload: string) {
  return callback({ id: 'c'.repeat(64), name: 'onUploadsRemoved', data: { uploads: [upload] } });
}
