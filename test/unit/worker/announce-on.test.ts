import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fact } from '../../../lambdas/state/fact.ts';
import { announcementOf, announceOn } from '../../../lambdas/worker/announce.ts';
import { connected } from './rig.ts';

const SIGNAL = new AbortController().signal;

const { putEvent } = vi.hoisted(() => ({
  putEvent: vi.fn<(...entry: [string, string, string, object, AbortSignal]) => Promise<void>>(),
}));
vi.mock('../../../lambdas/aws/eventbridge.ts', () => ({ putEvent }));

const announce = announceOn('smile-test');
const callback = { ...connected({ id: 'widget:u-1:c-1' }), type: 'onAccountConnected' };

beforeEach(() => {
  vi.clearAllMocks();
});

describe('an entry on the bus', () => {
  it.each([
    ['smile.events', 'an event', connected()],
    [
      'smile.events',
      'an event whose id looks like a callback’s',
      { ...callback, id: `smile:${callback.id}` },
    ],
    ['smile.events', 'an event of a callback’s name', { ...callback, id: 'et-1' }],
    ['smile.widget', 'a callback', callback],
    ['smile.widget', 'a replay of a callback', { ...callback, id: `${callback.id}#r-1` }],
  ])('has the source %s: %s', async (source, _, event) => {
    await announce(announcementOf(event, undefined, 'APPLIED'), SIGNAL);

    expect(putEvent).toHaveBeenCalledExactlyOnceWith(
      'smile-test',
      source,
      event.type,
      expect.objectContaining({ eventId: event.id }),
      SIGNAL,
    );
  });

  it('of a callback holds no status, neither its own nor the server’s', async () => {
    const state = {
      pk: 'USER#u-1',
      sk: 'ACCOUNT#a-1',
      version: 1,
      status: {
        value: 'CONNECTED',
        asOf: '2026-01-02T03:04:05.000Z',
        rank: 20,
        eventId: 'et-1',
        type: 'ACCOUNT_CONNECTED',
      },
    };
    const event = { ...callback, data: { ...callback.data, status: 'SUCCEEDED' } };

    const fact: Fact = {
      thing: state,
      kind: 'occurrence',
      rank: 0,
      section: 'widget',
      name: 'onAccountConnected',
      value: {},
    };

    await announce(announcementOf(event, { fact, state }, 'APPLIED'), SIGNAL);

    expect(putEvent.mock.calls[0]?.[3]).toEqual({
      eventId: 'widget:u-1:c-1',
      userId: 'u-1',
      accountId: 'a-1',
      createdAt: '2026-01-02T03:04:05Z',
      outcome: 'APPLIED',
    });
  });

  it.each([
    ['X'.repeat(200), 'X'.repeat(128)],
    [`${'X'.repeat(127)}😀`, `${'X'.repeat(127)}\ufffd`],
  ])(
    'has a detail type of 128 characters at most, and none of them half: %s',
    async (type, told) => {
      await announce(announcementOf({ ...connected(), type }, undefined, 'UNKNOWN_TYPE'), SIGNAL);

      expect(putEvent.mock.calls[0]?.[2]).toBe(told);
    },
  );
});
