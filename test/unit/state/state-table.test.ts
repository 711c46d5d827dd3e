import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAwaiting, readUser } from '../../../lambdas/state/state-search.ts';
import { type StateStore, stateTable } from '../../../lambdas/state/state-store.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { writeMerged } from '../../../lambdas/state/write-merged.ts';
import type { Received } from './apply.ts';
import { applyEach, saidByEither } from './apply-either.ts';

type Row = StateItem & { readonly awaiting?: string; readonly awaitingSince?: string };
type Condition = { readonly expression: string; readonly values: { readonly ':read'?: number } };

/** The one row of this table, as DynamoDB has it, and what a query was asked. */
const table = vi.hoisted(() => ({ row: undefined as Row | undefined, queries: [] as unknown[] }));

vi.mock('../../../lambdas/aws/dynamodb.ts', () => ({
  getItem: async () => structuredClone(table.row),
  putItem: async (_: string, item: Row, { expression, values }: Condition) => {
    const holds =
      expression === 'attribute_not_exists(pk)'
        ? table.row === undefined
        : expression === 'version = :read' && table.row?.version === values[':read'];
    if (holds) table.row = structuredClone(item);
    return holds;
  },
  queryItems: async (...query: unknown[]) => {
    table.queries.push(query);
    return [];
  },
}));

const SIGNAL = new AbortController().signal;
const states = stateTable('state');
const KEY = { pk: 'USER#u1', sk: 'ACCOUNT#a1' };

const received = (type: string, second: number): Received => ({
  id: type.startsWith('on') ? `widget:u1:${type}-${second}` : `et-${type}-${second}`,
  type,
  createdAt: `2026-11-25T02:00:0${second}.000Z`,
  receivedAt: '2026-11-25T02:01:00.000Z',
  data: { userId: 'u1', accountId: 'a1', providers: ['p1'] },
});
const saidConnected = received('onAccountConnected', 1);
const toldConnected = received('ACCOUNT_CONNECTED', 2);
/** When they are told: the browser was offline for a day. */
const NOW = '2026-11-26T02:00:00.000Z';
const LATER = '2026-11-26T02:05:00.000Z';
const WAITING = { awaiting: 'WEBHOOK', awaitingSince: NOW };

/** Merges and writes as the worker does; `meanwhile` happens between its read and its write. */
async function work(event: Received, meanwhile?: () => Promise<void>): Promise<void> {
  let before = meanwhile;
  const interrupted: StateStore = {
    ...states,
    async write(item) {
      const happens = before;
      before = undefined;
      await happens?.();
      return await states.write(item);
    },
  };
  const { fact, stamp } = saidByEither(event);
  await writeMerged(interrupted, fact, stamp);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(NOW) });
  table.row = undefined;
  table.queries = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the row of an account', () => {
  it('is in the index while the account waits for a webhook, and not after one came', async () => {
    await work(saidConnected);
    const waiting = table.row;
    await work(toldConnected);

    expect(waiting).toMatchObject({ ...WAITING, version: 1 });
    expect(table.row).toMatchObject({ version: 2, status: { value: 'CONNECTED' } });
    expect(table.row).not.toHaveProperty('awaiting');
    expect(table.row).not.toHaveProperty('awaitingSince');
  });

  it('is not in the index when the webhook came first', async () => {
    await work(toldConnected);
    await work(saidConnected);

    expect(table.row).not.toHaveProperty('awaiting');
  });

  it('waits since the widget was last heard of, and not since the time of a browser', async () => {
    await work(received('onAccountConnected', 2));
    const first = table.row;
    vi.setSystemTime(Date.parse(LATER));
    await work(received('onAccountConnected', 3));
    vi.setSystemTime(Date.parse(LATER) + 1);
    await work(received('onAccountConnected', 3));
    await work(received('onAccountConnected', 1));

    expect(first).toMatchObject({ awaitingSince: NOW, version: 1 });
    expect(table.row).toMatchObject({ awaitingSince: LATER, version: 2 });
  });

  it('is read without the keys of the index: they are no fact of the account', async () => {
    await work(saidConnected);

    const item = await states.read(KEY);

    expect(item).toEqual({ ...applyEach([saidConnected]), version: 1 });
  });

  it('that is not there is read as nothing', async () => {
    expect(await states.read(KEY)).toBeUndefined();
  });

  it.each([
    ['a webhook comes between', saidConnected, toldConnected],
    ['a callback comes between', toldConnected, saidConnected],
  ])('is right in the index when %s read and write', async (_, first, between) => {
    await work(first, async () => await work(between));

    expect(table.row).toEqual({ ...applyEach([first, between]), version: 2 });
  });

  it('stays in the index when two callbacks meet', async () => {
    const created = received('onAccountCreated', 0);

    await work(saidConnected, async () => await work(created));

    const item = { ...applyEach([saidConnected, created]), version: 2 };
    expect(table.row).toEqual({ ...item, ...WAITING });
  });

  it('is not written by who read an older version', async () => {
    await work(saidConnected);
    const item = await states.read(KEY);
    await work(toldConnected);

    const successor = await states.write(item as StateItem);

    expect(successor).toBeUndefined();
    expect(table.row).toMatchObject({ version: 2 });
  });

  it('is given back by its write as the table has it, its new version included', async () => {
    const item = applyEach([toldConnected]) as StateItem;

    const successor = await states.write(item);

    expect(successor).toEqual(table.row);
    expect(successor?.version).toBe(1);
  });

  it('of a mere reference holds no fact, and is left alone when it is there', async () => {
    await states.refer(KEY);
    const first = table.row;
    await work(toldConnected);
    const told = table.row;
    await states.refer(KEY);

    expect(first).toEqual({ ...KEY, version: 1 });
    expect(told).toMatchObject({ version: 2, status: { value: 'CONNECTED' } });
    expect(table.row).toBe(told);
  });
});

describe('a search', () => {
  it('for a user is one of their own partition, whatever signs their id holds', async () => {
    await readUser('state', 'a#b:c', SIGNAL);

    expect(table.queries).toEqual([
      [
        'state',
        {
          condition: { expression: 'pk = :user', values: { ':user': 'USER#a#b:c' } },
          limit: 100,
        },
        SIGNAL,
      ],
    ]);
  });

  it('for waiting accounts is one of the index, its ends included', async () => {
    await readAwaiting('state', { from: 'a', to: 'b', limit: 7 }, SIGNAL);

    expect(table.queries).toEqual([
      [
        'state',
        {
          index: 'awaiting',
          condition: {
            expression: 'awaiting = :webhook AND awaitingSince BETWEEN :from AND :to',
            values: { ':webhook': 'WEBHOOK', ':from': 'a', ':to': 'b' },
          },
          limit: 7,
        },
        SIGNAL,
      ],
    ]);
  });
});
