import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CALLBACK_FAULTS } from '../../faults/matrix/callback-faults.ts';
import { judgeCallbacks } from '../../faults/matrix/callback-verdict.ts';
import type { CallbackTrial } from '../../faults/matrix/callbacks.ts';
import { eventsOf, itemsOf, keysOf } from '../../faults/matrix/page.ts';
import type { Evidence } from '../../faults/matrix/verdict.ts';

const USER = 'page';
const [FIRST, SECOND, THIRD] = keysOf(USER) as [string, string, string];

function rowOf(event: object = {}) {
  const body = JSON.stringify(event);
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  return { status: 'DONE', attempts: 1, body, bodySha256 };
}

/** A page's batch after which all is as it has to be, in parts that can be spoiled. */
function wellDone() {
  const [account, ...others] = itemsOf(USER);
  return {
    trial: {
      fault: { name: 'throttled', wire: 'throttle', times: 3, firstAccepted: false },
      user: USER,
      statuses: [503, 200],
      happened: () => true,
    } as CallbackTrial,
    rows: new Map<string, object>(keysOf(USER).map((key, n) => [key, rowOf(eventsOf(USER)[n])])),
    items: [{ ...account, awaitingSince: new Date().toISOString() }, ...others] as object[],
    effects: new Map(keysOf(USER).map((key) => [key, 1])),
    announcements: new Map(keysOf(USER).map((key) => [key, 1])),
    effectsAfterEnd: [] as string[],
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

/** Changes a row. */
const amend = ({ rows }: World, key: string, change: object) =>
  rows.set(key, { ...rows.get(key), ...change });

const anHourAgo = () => new Date(Date.now() - 60 * 60 * 1000).toISOString();

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
      (world) => amend(world, SECOND, { status: 'STARTED' }),
      'not every callback is done at its first attempt',
    ],
    [
      'an attempt spent on AWS',
      (world) => amend(world, THIRD, { attempts: 2 }),
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
    [
      'a callback that was announced twice',
      ({ announcements }) => announcements.set(FIRST, 2),
      'not every callback was announced once',
    ],
    [
      'another callback in its place',
      ({ rows }) => rows.set(SECOND, rowOf(eventsOf(USER)[0])),
      'not every callback’s body is what was relayed',
    ],
    [
      'a digest of another body',
      (world) => amend(world, SECOND, { bodySha256: '0'.repeat(64) }),
      'not every callback’s body is what was relayed',
    ],
    [
      'an effect after the end',
      ({ effectsAfterEnd }) => effectsAfterEnd.push(THIRD),
      'an effect after the end',
    ],
    [
      'an account that waits since the time of its browser',
      ({ items }) => Object.assign(items[0] ?? {}, { awaitingSince: anHourAgo() }),
      'the account does not wait for its webhook',
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
