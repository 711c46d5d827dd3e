import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { changesOf, MAX_CHANGES } from '../../../lambdas/state/changes.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { apply, type Received } from './apply.ts';

const ids = { userId: 'u-1', accountId: 'a-1', sourceId: 'a-1', sourceType: 'ACCOUNT' };

function of(type: EventType, second: number, data: object = {}) {
  const createdAt = `2026-11-23T08:00:${String(second).padStart(2, '0')}.000Z`;
  const event = buildEvent(type, { id: `et-${second}`, createdAt, data: { ...ids, ...data } });
  return { ...event, receivedAt: '2026-11-23T09:00:00.000Z' } as Received;
}

function changesBy(before: StateItem | undefined, event: Received) {
  return changesOf(before, apply(before, event).item, event.id);
}

describe('what an event changed in state', () => {
  const created = apply(undefined, of('ACCOUNT_CREATED', 1)).item;

  it('names the fact, and what was known before with the event that said it', () => {
    const changes = changesBy(created, of('ACCOUNT_FAILED', 2, { errorCode: 'INVALID_LOGIN' }));

    expect(changes).toEqual([
      {
        path: 'ACCOUNT#a-1/status',
        from: expect.objectContaining({
          value: 'CREATED',
          asOf: '2026-11-23T08:00:01.000Z',
          eventId: 'et-1',
        }) as unknown,
        to: { value: 'FAILED', errorCode: 'INVALID_LOGIN' },
      },
    ]);
  });

  it('is nothing when the event is stale, or was merged before', () => {
    expect(changesBy(created, of('ACCOUNT_CREATED', 0))).toEqual([]);
    expect(changesBy(created, of('ACCOUNT_CREATED', 1))).toEqual([]);
  });

  it('lists what the end of a thing took away', () => {
    const task = apply(created, of('INCOMES_ADDED', 3)).item;

    const changes = changesBy(task, of('ACCOUNT_DISCONNECTED', 5));

    expect(changes.map(({ path, to }) => [path, to?.value])).toEqual([
      ['ACCOUNT#a-1/status', 'DISCONNECTED'],
      ['ACCOUNT#a-1/endedBy', undefined],
      ['ACCOUNT#a-1/dataPoints/INCOMES', undefined],
    ]);
    expect(changes[2]).not.toHaveProperty('to');
  });

  it('names a thing that no user is known for by its own key', () => {
    const [change] = changesBy(undefined, of('VERIFICATION_STARTED', 1, { verificationId: 'v-1' }));

    expect(change?.path).toBe('VERIFICATION#v-1/status');
  });

  it('holds codes and stamps only, of ten facts at most', () => {
    const stamp = { asOf: '2026-11-23T08:00:01.000Z', rank: 1, eventId: 'et-0', type: 'X' };
    const dataPoints = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `KIND_${index}`,
        { value: 'ADDED' as const, objectId: 'Maria Santos', ...stamp },
      ]),
    );
    const item = { pk: 'USER#u-1', sk: 'ACCOUNT#a-1', version: 1, dataPoints };

    const changes = changesOf(undefined, item, 'et-1');

    expect(changes).toHaveLength(MAX_CHANGES);
    expect(changes[0]?.to).toEqual({ value: 'ADDED', asOf: stamp.asOf, eventId: 'et-0' });
  });
});
