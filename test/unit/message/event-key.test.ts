import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callbackKey,
  digestKey,
  eventKey,
  isCallbackKey,
} from '../../../lambdas/message/event-key.ts';
import { toMessage } from '../../../lambdas/message/event-message.ts';
import { ORIGINS, type Origin } from '../../../lambdas/message/origin.ts';

/** Users whose ids hold what the keys are made with. */
const user = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', ':', '#', 'widget:', 'sha256:'), minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
);
const callback = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const nobodysPage = fc.constantFrom<Origin>(...ORIGINS.filter((origin) => origin !== 'widget'));

describe('the key of a callback', () => {
  it('is its own id, since only the function of the API gives it this origin', () => {
    expect(eventKey('widget:u-1:c-1', 'widget', undefined)).toBe('widget:u-1:c-1');
    expect(eventKey('widget:u-1:c-1', 'webhook', undefined)).toBe('smile:widget:u-1:c-1');
  });

  it('is that of one user and one id, also for users with colons in their ids', () => {
    fc.assert(
      fc.property(user, callback, user, callback, (userA, idA, userB, idB) => {
        const isSame = userA === userB && idA === idB;

        expect(callbackKey(userA, idA) === callbackKey(userB, idB)).toBe(isSame);
      }),
      { numRuns: 2000 },
    );
  });

  it('tells users apart whose ids run into each other', () => {
    const keys = [
      callbackKey('a', 'b'),
      callbackKey('a:b', 'c'),
      callbackKey('a', 'b-c'),
      callbackKey('a:', 'b'),
      callbackKey(':a', 'b'),
      callbackKey('widget:a', 'b'),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is never that of an event, whatever id Smile gives it', () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(user, callback).map(([userId, own]) => callbackKey(userId, own)),
      fc.constantFrom('widget:', 'widget', 'WIDGET:a:b', 'smile:widget:a:b'),
    );

    fc.assert(
      fc.property(id, nobodysPage, (webhook, origin) => {
        expect(isCallbackKey(eventKey(webhook, origin, undefined))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('is never that of an unreadable body', () => {
    const unreadable = toMessage({
      body: Buffer.from('{"id":"widget:tenant-1:c-1"}'),
      origin: 'webhook',
      receivedAt: '2026-11-25T02:00:00.000Z',
    });

    expect(unreadable.eventId).toBe(digestKey(unreadable.deduplicationId));
    expect(isCallbackKey(unreadable.eventId)).toBe(false);
  });

  it('is a key of its own for each replay, and still one of a callback', () => {
    const key = callbackKey('tenant-1', 'c-1');

    const replays = ['r-1', 'r-2'].map((replayId) => eventKey(key, 'replay', replayId));

    expect(replays).toEqual(['widget:tenant-1:c-1#r-1', 'widget:tenant-1:c-1#r-2']);
    expect(replays.every(isCallbackKey)).toBe(true);
  });
});

describe('the key of an event', () => {
  it.each(ORIGINS)('is the id that Smile gave it: %s', (origin) => {
    expect(eventKey('et-1', origin, undefined)).toBe('et-1');
    expect(eventKey('et-1', origin, 'r-1')).toBe('et-1#r-1');
  });

  it.each(ORIGINS.filter((origin) => origin !== 'widget'))(
    'is marked as Smile’s when it looks like a callback’s: %s',
    (origin) => {
      expect(eventKey('widget:tenant-1:c-1', origin, undefined)).toBe('smile:widget:tenant-1:c-1');
    },
  );

  it('is marked in the message too, where a person looks for it', () => {
    const body = {
      id: 'widget:tenant-1:c-1',
      type: 'onAccountConnected',
      createdAt: '2026-11-25T02:00:00Z',
      data: { userId: 'tenant-1', accountId: 'a-1' },
    };

    const message = toMessage({
      body: Buffer.from(JSON.stringify(body)),
      origin: 'webhook',
      receivedAt: '2026-11-25T02:00:00.000Z',
    });

    expect(message.eventId).toBe('smile:widget:tenant-1:c-1');
    expect(message.attributes.eventId).toBe('smile:widget:tenant-1:c-1');
  });
});
