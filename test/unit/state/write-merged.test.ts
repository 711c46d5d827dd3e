import { describe, expect, it } from 'vitest';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { StateContended, writeMerged } from '../../../lambdas/state/write-merged.ts';
import { memoryStates } from '../worker/memory-states.ts';

const EMPTY: StateItem = { pk: 'USER#u-1', sk: 'PROFILE', version: 0 };
const KEY = `${EMPTY.pk}/${EMPTY.sk}`;

/** The merge of a fact that is not known yet. */
const merged = (found: StateItem = EMPTY): StateItem => ({
  ...found,
  status: { value: 'CREATED', asOf: '2026-01-02T03:04:05.000Z', rank: 10, eventId: 'et-1' },
});

describe('a merged item', () => {
  it('is written once when nobody else writes', async () => {
    const { states, items } = memoryStates();

    await writeMerged(states, undefined, merged(), merged);

    expect(items.get(KEY)).toEqual({ ...merged(), version: 1 });
  });

  it('is not written when the merge left the item as it was', async () => {
    const { states, items } = memoryStates();
    const current = merged();

    await writeMerged(states, current, current, merged);

    expect(items.size).toBe(0);
  });

  it('is merged again into what another one left', async () => {
    const { states, items, contention } = memoryStates();
    contention.writes = 4;

    await writeMerged(states, undefined, merged(), merged);

    expect(items.get(KEY)).toEqual({ ...merged(), version: 5 });
  });

  it('is not written when another one has left nothing to change', async () => {
    const { states, items } = memoryStates();
    const other = { ...merged(), version: 1 };
    items.set(KEY, other);

    await writeMerged(states, undefined, merged(), (found) => found ?? EMPTY);

    expect(items.get(KEY)).toBe(other);
  });

  it('is given up after five conflicts in a row', async () => {
    const { states, items, contention } = memoryStates();
    contention.writes = 5;

    const writing = writeMerged(states, undefined, merged(), merged);

    await expect(writing).rejects.toThrow(StateContended);
    await expect(writing).rejects.toMatchObject({
      name: 'StateContended',
      code: 'state-contended',
      message: expect.stringMatching(/again and again.*is tried again/),
    });
    expect(items.get(KEY)).toEqual({ ...EMPTY, version: 5 });
    expect(contention.writes).toBe(0);
  });
});
