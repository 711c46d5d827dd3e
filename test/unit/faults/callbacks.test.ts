import { describe, expect, it } from 'vitest';
import { CALLBACK_FAULTS } from '../../faults/matrix/callback-faults.ts';
import { judgeCallbacks } from '../../faults/matrix/callback-verdict.ts';
import type { CallbackTrial } from '../../faults/matrix/callbacks.ts';
import { itemsOf, keysOf } from '../../faults/matrix/page.ts';
import type { Evidence } from '../../faults/matrix/verdict.ts';

const USER = 'page';
const [FIRST, SECOND, THIRD] = keysOf(USER) as [string, string, string];

/** A page's batch after which all is as it has to be, in parts that can be spoiled. */
function wellDone() {
  return {
    trial: {
      fault: { name: 'throttled', wire: 'throttle', times: 3, firstAccepted: false },
      user: USER,
      statuses: [503, 200],
      happened: () => true,
    } as CallbackTrial,
    rows: new Map(keysOf(USER).map((key) => [key, { status: 'DONE', attempts: 1 }])),
    items: [...itemsOf(USER)] as object[],
    effects: new Map(keysOf(USER).map((key) => [key, 1])),
  };
}

type World = ReturnType<typeof wellDone>;

async function broken(spoil: (world: World) => void): Promise<readonly string[]> {
  const world = wellDone();
  spoil(world);
  const evidence = {
    journal: world,
    tables: { row: async (key: string) => world.rows.get(key), items: async () => world.items },
  } as unknown as Evidence;
  return (await judgeCallbacks(world.trial, evidence)).broken;
}

describe('the judgement of a callbacks’ cell', () => {
  it('finds nothing when all is as it has to be', async () => {
    expect(await broken(() => undefined)).toEqual([]);
  });

  it.each<[string, (world: World) => void, string]>([
    [
      'a fault that did not happen',
      (world) => Object.assign(world.trial, { happened: () => false }),
      'the fault did not happen as often as it had to',
    ],
    [
      'a batch that was never accepted',
      (world) => Object.assign(world.trial, { statuses: [503, 503] }),
      'never accepted: 503 503',
    ],
    [
      'a batch that was accepted without being stored',
      (world) => Object.assign(world.trial, { statuses: [200] }),
      'the first answer was 200',
    ],
    [
      'a lost callback',
      ({ rows }) => rows.delete(SECOND),
      'not every callback is done at its first attempt',
    ],
    [
      'a callback that is not done',
      ({ rows }) => rows.set(SECOND, { status: 'STARTED', attempts: 1 }),
      'not every callback is done at its first attempt',
    ],
    [
      'an attempt spent on AWS',
      ({ rows }) => rows.set(THIRD, { status: 'DONE', attempts: 2 }),
      'not every callback is done at its first attempt',
    ],
    [
      'a callback without effect',
      ({ effects }) => effects.delete(FIRST),
      'not every callback had one effect',
    ],
    [
      'a callback that was handled twice',
      ({ effects }) => effects.set(FIRST, 2),
      'not every callback had one effect',
    ],
    ['a state of its own', ({ items }) => items.pop(), 'the state is not what was said'],
  ])('finds %s, and nothing else', async (_name, spoil, what) => {
    expect(await broken(spoil)).toEqual([what]);
  });

  it('takes either first answer when an engine was restarted', async () => {
    const fault = CALLBACK_FAULTS.find(({ name }) => name === 'engine restarted');
    const after = async (...statuses: number[]) =>
      await broken((world) => Object.assign(world.trial, { fault, statuses }));

    expect(await after(200)).toEqual([]);
    expect(await after(503, 200)).toEqual([]);
  });
});
