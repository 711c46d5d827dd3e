import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../lambdas/state/fact.ts';
import type { Stamp } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { StateContended, writeMerged } from '../../../lambdas/state/write-merged.ts';
import { memoryStates } from '../worker/memory-states.ts';

const THING = { pk: 'USER#u-1', sk: 'PROFILE' };
const KEY = `${THING.pk}/${THING.sk}`;
const FACT: Fact = {
  thing: THING,
  kind: 'statement',
  rank: 10,
  section: 'status',
  value: { value: 'CREATED' },
};
const STAMP: Stamp = {
  asOf: '2026-01-02T03:04:05.000Z',
  rank: 10,
  eventId: 'et-1',
  type: 'USER_CREATED',
};
const WRITTEN: StateItem = { ...THING, version: 1, status: { value: 'CREATED', ...STAMP } };
/** Another event has told the same fact a second later. */
const NEWER: StateItem = {
  ...WRITTEN,
  status: { value: 'CREATED', ...STAMP, asOf: '2026-01-02T03:04:06.000Z', eventId: 'et-2' },
};

describe('a merged item', () => {
  it('is written once when nobody else writes, and given back as it is stored', async () => {
    const { states, items } = memoryStates();

    const { item, staleBecause, changes } = await writeMerged(states, FACT, STAMP);

    expect(items).toEqual(new Map([[KEY, WRITTEN]]));
    expect(item).toEqual(WRITTEN);
    expect(staleBecause).toBeUndefined();
    expect(changes).toEqual([{ path: 'PROFILE/status', to: { value: 'CREATED' } }]);
  });

  it('is not written when the merge left the item as it was', async () => {
    const { states, items } = memoryStates();
    await writeMerged(states, FACT, STAMP);
    const first = items.get(KEY);

    const again = await writeMerged(states, FACT, STAMP);

    expect(items.get(KEY)).toBe(first);
    expect(again.item).toEqual(WRITTEN);
    expect(again.changes).toEqual([]);
    expect(again.staleBecause).toBeUndefined();
  });

  it('is merged again into what another one left', async () => {
    const { states, items, contention } = memoryStates();
    contention.writes = 4;

    const { item } = await writeMerged(states, FACT, STAMP);

    expect(item).toEqual({ ...WRITTEN, version: 5 });
    expect(items.get(KEY)).toEqual(item);
  });

  it('is not written when another one has left nothing to change, and says why it is stale', async () => {
    const { states, items } = memoryStates();
    const overtaken: typeof states = {
      ...states,
      async write() {
        items.set(KEY, NEWER);
        return undefined;
      },
    };

    const merged = await writeMerged(overtaken, FACT, STAMP);

    expect(items.get(KEY)).toBe(NEWER);
    expect(merged).toEqual({
      item: NEWER,
      changes: [],
      staleBecause: { eventId: 'et-2', asOf: NEWER.status?.asOf, type: 'USER_CREATED' },
    });
  });

  it('is given up after five conflicts in a row', async () => {
    const { states, items, contention } = memoryStates();
    contention.writes = 5;

    const writing = writeMerged(states, FACT, STAMP);

    await expect(writing).rejects.toThrow(StateContended);
    await expect(writing).rejects.toMatchObject({
      name: 'StateContended',
      code: 'state-contended',
      message: expect.stringMatching(/kept writing the same state item.*is retried/),
    });
    expect(items.get(KEY)).toEqual({ ...THING, version: 5 });
    expect(contention.writes).toBe(0);
  });
});

describe('a reference from one partition to another', () => {
  const reference = { pk: 'USER#u-1', sk: 'RECORD#ss-1' };

  it('is written before the item that it leads to', async () => {
    const { states, items } = memoryStates();

    await writeMerged(states, { ...FACT, reference }, STAMP);

    expect([...items.values()]).toEqual([{ ...reference, version: 1 }, WRITTEN]);
  });

  it('is written for an event that is stale too, and once for all', async () => {
    const { states, items } = memoryStates();
    items.set(KEY, NEWER);

    await writeMerged(states, { ...FACT, reference }, STAMP);
    await writeMerged(states, { ...FACT, reference }, STAMP);

    expect(items.get(KEY)).toBe(NEWER);
    expect(items.get('USER#u-1/RECORD#ss-1')).toEqual({ ...reference, version: 1 });
  });
});
