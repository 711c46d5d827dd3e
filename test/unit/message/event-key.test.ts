import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMessage } from '../../../lambdas/worker/received-message.ts';
import {
  callbackKey,
  digestKey,
  eventKey,
  isCallbackKey,
  messageKey,
  replayKey,
} from '../../../lambdas/message/event-key.ts';
import { toMessage } from '../../../lambdas/message/event-message.ts';
import { ORIGINS, type Origin } from '../../../lambdas/message/origin.ts';
import { createRig } from '../worker/rig.ts';

const RECEIVED_AT = '2026-11-25T02:00:00.000Z';
const FORMS = ['sha256:', 'message:', 'widget:', 'erasure:', 'reconciled:', 'smile:'] as const;

/** Text out of everything that keys are made with. */
const piece = fc.constantFrom('a', ':', '#', '%', '%23', '%25', '%3A', '%sha256:', ...FORMS);
const pieces = fc.string({ unit: piece, minLength: 1, maxLength: 12 });
const text = fc.oneof(pieces, fc.string({ unit: 'binary', minLength: 1 }));
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const callback = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
/** Everybody whose ids are made elsewhere. */
const outside = fc.constantFrom<Origin>('webhook', 'replay', 'trigger');

/** Every key that we make ourselves, and every replay of one. */
const ourKey = fc.oneof(
  digest.map(digestKey),
  fc.uuid().map(messageKey),
  fc.tuple(text, callback).map(([userId, id]) => callbackKey(userId, id)),
  text.map((id) => `erasure:${id}`),
  text.map((id) => eventKey(`reconciled:${id}`, 'reconciler')),
);
const ourKeyOrReplay = fc
  .tuple(
    fc.oneof(
      ourKey,
      text.map((id) => eventKey(id, 'webhook')),
    ),
    fc.option(text),
  )
  .filter(
    ([key, replayId]) =>
      replayId !== null || FORMS.slice(0, 5).some((form) => key.startsWith(form)),
  )
  .map(([key, replayId]) => replayKey(key, replayId ?? undefined));

/** Key of an id that has so many bytes when it is escaped. */
const ofBytes = (bytes: number) => eventKey(`#${'a'.repeat(bytes - 3)}`, 'webhook');

describe('the key of an event', () => {
  it.each<[string, string]>([
    ['et-widget:1', 'et-widget:1'],
    ['et-sha256:00ff', 'et-sha256:00ff'],
  ])('is the id itself when a form of ours stands inside of it only: %s', (id, key) => {
    expect(eventKey(id, 'webhook')).toBe(key);
  });

  it('is readable for whatever we make ourselves', () => {
    expect(messageKey('m-1')).toBe('message:m-1');
    expect(callbackKey('u:1', 'a:b#%')).toBe('widget:u:1:a%3Ab%23%25');
    expect(eventKey('reconciled:x', 'reconciler')).toBe('reconciled:x');
    expect(eventKey('reconciled:x', 'webhook')).toBe('smile:reconciled:x');
  });

  it('holds an escaped id up to 1,536 bytes, and the hash of a longer one', () => {
    expect(ofBytes(1536)).toBe(`smile:%23${'a'.repeat(1533)}`);
    expect(ofBytes(1537)).toMatch(/^smile:%sha256:[0-9a-f]{64}$/);
  });

  it.each(ORIGINS)('is the id that Smile gave it: %s', (origin) => {
    expect(eventKey('et-1', origin)).toBe('et-1');
    expect(replayKey(eventKey('et-1', origin), 'r-1')).toBe('et-1#r-1');
  });

  it.each([
    ['widget:tenant-1:c-1', 'smile:widget:tenant-1:c-1'],
    ['sha256:00ff', 'smile:sha256:00ff'],
    ['message:m-1', 'smile:message:m-1'],
    ['erasure:e-1', 'smile:erasure:e-1'],
    ['reconciled:x', 'smile:reconciled:x'],
    ['smile:sha256:00ff', 'smile:smile:sha256:00ff'],
    ['et-1#r-1', 'smile:et-1%23r-1'],
    ['et-1%23r-1#', 'smile:et-1%2523r-1%23'],
    ['et-1%23r-1', 'et-1%23r-1'],
    ['SHA256:00ff', 'SHA256:00ff'],
  ])('of the id %s is %s', (id, key) => {
    expect(eventKey(id, 'webhook')).toBe(key);
  });

  it('is its own for every id', () => {
    fc.assert(
      fc.property(text, text, outside, outside, (idA, idB, originA, originB) => {
        expect(eventKey(idA, originA) === eventKey(idB, originB)).toBe(idA === idB);
      }),
      { numRuns: 5000 },
    );
  });

  it('is never one that we make ourselves, nor that of a replay', () => {
    const impostor = fc.oneof(text, ourKeyOrReplay);
    fc.assert(
      fc.property(impostor, ourKeyOrReplay, outside, (id, ours, origin) => {
        expect(eventKey(id, origin)).not.toBe(ours);
        expect(eventKey(ours, origin)).not.toBe(ours);
      }),
      { numRuns: 5000 },
    );
  });

  it('is its own for every replay of every key', () => {
    const key = fc.oneof(
      ourKey,
      text.map((id) => eventKey(id, 'webhook')),
    );
    // The report rows of erasures are no events, and are never replayed.
    const replayed = key.filter((one) => !one.startsWith('erasure:'));
    fc.assert(
      fc.property(replayed, text, replayed, text, (keyA, replayA, keyB, replayB) => {
        const isSame = keyA === keyB && replayA === replayB;

        expect(replayKey(keyA, replayA) === replayKey(keyB, replayB)).toBe(isSame);
      }),
      { numRuns: 5000 },
    );
  });

  it('fits into a key of DynamoDB, whatever the id and the replay are called', () => {
    const long = fc
      .constantFrom('#', '%', 'a', '🙂', 'smile:')
      .chain((unit) => fc.nat(1024).map((count) => `#${unit.repeat(count)}`.slice(0, 1024)));
    fc.assert(
      fc.property(long, long, (id, replayId) => {
        const key = replayKey(eventKey(id, 'webhook'), replayId);

        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(2048);
      }),
    );
    const [one, other] = [`${'#'.repeat(1000)}a`, `${'#'.repeat(1000)}b`];
    expect(eventKey(one, 'webhook')).toMatch(/^smile:%sha256:[0-9a-f]{64}$/);
    expect(eventKey(one, 'webhook')).not.toBe(eventKey(other, 'webhook'));
  });

  it('in the message is the key that the worker finds, also for a replay', async () => {
    const bodies = { put: async () => {}, get: async () => undefined };
    for (const replay of [{}, { replayId: 'r-1' }]) {
      const body = Buffer.from(
        JSON.stringify({ id: 'et-1#r-1', type: 'X', createdAt: RECEIVED_AT, data: {} }),
      );
      const message = toMessage({ body, origin: 'webhook', receivedAt: RECEIVED_AT, ...replay });
      const record = createRig().message(body, { origin: 'webhook', ...replay });

      const { arrival } = await openMessage(record, bodies, AbortSignal.timeout(60_000));

      expect(arrival.eventId).toBe(message.eventId);
      expect(arrival.subject).toBe('smile:et-1%23r-1');
      expect(message.attributes.eventId).toBe(message.eventId);
    }
  });
});

describe('a body that cannot be read', () => {
  it('is kept, also after an event whose id is the key of that body', async () => {
    const rig = createRig();
    const unreadable = Buffer.from('{"no":"event"}');
    const { eventId: key } = toMessage({
      body: unreadable,
      origin: 'webhook',
      receivedAt: RECEIVED_AT,
    });
    const forged = { id: key, type: 'X', createdAt: RECEIVED_AT, data: {} };

    await rig.deliver(rig.message(Buffer.from(JSON.stringify(forged))));
    await rig.deliver(rig.message(unreadable));

    expect(rig.rows.get(key)).toMatchObject({ status: 'QUARANTINED' });
    expect(rig.rows.get(`smile:${key}`)).toMatchObject({ status: 'DONE' });
  });
});

describe('the key of a callback', () => {
  it('is its own id, since only the function of the API gives it this origin', () => {
    expect(eventKey('widget:u-1:c-1', 'widget')).toBe('widget:u-1:c-1');
    expect(eventKey('widget:u-1:c-1', 'webhook')).toBe('smile:widget:u-1:c-1');
  });

  it.each(['widget:u-1:c-1#r-1', 'sha256:00', 'et-1#r-1'])(
    'is not any key of ours that a message of its origin may name: %s',
    (id) => {
      expect(eventKey(id, 'widget')).toMatch(/^smile:[^#]*$/);
    },
  );

  it('is that of one user and one id, also for users with colons in their ids', () => {
    const id = fc.oneof(callback, pieces);
    fc.assert(
      fc.property(text, id, text, id, (userA, idA, userB, idB) => {
        const isSame = userA === userB && idA === idB;

        expect(callbackKey(userA, idA) === callbackKey(userB, idB)).toBe(isSame);
      }),
      { numRuns: 5000 },
    );
  });

  it('tells users apart whose ids run into each other', () => {
    const keys = [
      callbackKey('a', 'b'),
      callbackKey('a:b', 'c'),
      callbackKey('a', 'b:c'),
      callbackKey('a', 'b-c'),
      callbackKey('a:', 'b'),
      callbackKey(':a', 'b'),
      callbackKey('widget:a', 'b'),
      callbackKey('a#', 'b'),
      callbackKey('a%23', 'b'),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is never that of an event, whatever id Smile gives it', () => {
    const id = fc.oneof(
      text,
      ourKeyOrReplay,
      fc.constantFrom('widget:', 'widget', 'WIDGET:a:b', 'smile:widget:a:b'),
    );

    fc.assert(
      fc.property(id, outside, fc.option(text), (webhook, origin, replayId) => {
        const key = replayKey(eventKey(webhook, origin), replayId ?? undefined);

        expect(isCallbackKey(key)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never that of an unreadable body', () => {
    const unreadable = toMessage({
      body: Buffer.from('{"id":"widget:tenant-1:c-1"}'),
      origin: 'webhook',
      receivedAt: RECEIVED_AT,
    });

    expect(unreadable.eventId).toBe(digestKey(unreadable.deduplicationId));
    expect(isCallbackKey(unreadable.eventId)).toBe(false);
  });

  it('is a key of its own for each replay, and still one of a callback', () => {
    const key = callbackKey('tenant-1', 'c-1');

    const replays = ['r-1', 'r-2'].map((replayId) => replayKey(eventKey(key, 'widget'), replayId));

    expect(replays).toEqual(['widget:tenant-1:c-1#r-1', 'widget:tenant-1:c-1#r-2']);
    expect(replays.every(isCallbackKey)).toBe(true);
  });
});

describe('the key of an event that the reconciler made', () => {
  it('is taken as it is in its own form, and is escaped in another one of ours', () => {
    const ids = ['reconciled:ACCOUNT_CONNECTED:a-1:CONNECTED', 'sha256:ab', 'widget:u-1:c-1'];

    const keys = ids.map((id) => eventKey(id, 'reconciler'));

    expect(keys).toEqual([ids[0], 'smile:sha256:ab', 'smile:widget:u-1:c-1']);
  });
});
