import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../faults/model.ts';
import {
  ALL_CELLS,
  CELLS,
  type Cell,
  cellName,
  FAULTS,
  STEPS,
  whyNot,
} from '../../faults/matrix/cells.ts';
import { expectedOf } from '../../faults/matrix/expected.ts';
import { isGood, textOf } from '../../faults/matrix/report.ts';
import type { Trial } from '../../faults/matrix/trial.ts';
import { bodyKey, eventsFor, inOrder, type TrialEvent } from '../../faults/matrix/trial-events.ts';
import { type Evidence, judgeTrial } from '../../faults/matrix/verdict.ts';
import { idIn, planIn, planned } from '../../faults/plan.ts';

const CELL: Cell = { step: 'write-state', fault: 'throttled' };
const RECEIVED_AT = new Date().toISOString();

/** A cell after which all is as it has to be, in parts that can be spoiled. */
function wellDone(cell: Cell) {
  const events = eventsFor(cell, undefined);
  const { earlier, met, next, user } = events;
  const { status, attempts, effects, announcements } = expectedOf(cell);
  const row = (event: TrialEvent) => {
    const bodySha256 = createHash('sha256').update(event.body).digest('hex');
    const isLarge = event.body.length > 3072;
    const kept = isLarge ? { bodyRef: bodyKey(event) } : { body: event.body.toString() };
    const common = { receivedAt: RECEIVED_AT, bodySha256, ...kept };
    if (event !== met) return { ...common, status: 'DONE', outcome: 'APPLIED', attempts: 1 };
    const outcome = status === 'DONE' ? 'APPLIED' : undefined;
    return { ...common, status, outcome, attempts: attempts[0] };
  };
  const all = inOrder(events);
  const told = all
    .filter((event) => event !== met || status === 'DONE')
    .map(({ id, type, createdAt, data }) => {
      return { id, type, createdAt, data, receivedAt: RECEIVED_AT };
    });
  return {
    trial: {
      cell,
      events,
      statuses: [expectedOf(cell).firstAccepted === false ? 503 : 200, 200] as (
        | number
        | undefined
      )[],
      storedWhenAccepted: true,
      happened: () => true,
    } satisfies Trial,
    rows: new Map<string, object>(all.map((event) => [event.key, row(event)])),
    objects: new Map(all.map((event) => [bodyKey(event), event.body])),
    // As the table gives them.
    items: [...stateOf(told).values()].toSorted((one, other) =>
      String(one.sk) < String(other.sk) ? -1 : 1,
    ) as object[],
    effects: new Map(all.map(({ key }) => [key, 1])).set(met.key, effects[1]),
    announcements: new Map(all.map(({ key }) => [key, 1])).set(met.key, announcements[1]),
    effectsAfterEnd: [] as string[],
    announcedBeforeEffect: [] as string[],
    deadLetters: status === 'DEAD' ? [met.id] : ([] as string[]),
    earlier: earlier?.key ?? '',
    met: met.key,
    next: next.key,
    ref: bodyKey(met),
    user,
  };
}

type World = ReturnType<typeof wellDone>;

async function broken(spoil: (world: World) => void, cell = CELL): Promise<readonly string[]> {
  const world = wellDone(cell);
  spoil(world);
  const evidence = {
    journal: world,
    tables: { row: async (key: string) => world.rows.get(key), items: async () => world.items },
    bucket: { object: async (key: string) => world.objects.get(key) },
  } as unknown as Evidence;
  return (await judgeTrial(world.trial, evidence, world.deadLetters)).broken;
}

/** Changes a row. */
const amend = ({ rows }: World, key: string, change: object) =>
  rows.set(key, { ...rows.get(key), ...change });

describe('the matrix', () => {
  it('has a cell or a reason for every step under every fault', () => {
    const empty = ALL_CELLS.filter((cell) => whyNot(cell) !== undefined);

    expect(ALL_CELLS).toHaveLength(STEPS.length * FAULTS.length);
    expect(CELLS.length + empty.length).toBe(ALL_CELLS.length);
    expect(CELLS.length).toBeGreaterThan(180);
  });

  it('gives every cell a user and events of its own', () => {
    const users = CELLS.map((cell) => eventsFor(cell, undefined).user);

    expect(new Set(users).size).toBe(CELLS.length);
  });
});

describe('a plan in an id', () => {
  it.each([
    { deed: 'crash', when: 'after', step: 'send-dead', seconds: 0 },
    { deed: 'clock', when: 'before', step: 'begin', seconds: -10_800 },
    { deed: 'clock', when: 'before', step: 'finish', seconds: 10_800 },
  ] as const)('is read as it was written: $deed $when $step', (plan) => {
    expect(planIn(planned('et-1', plan))).toEqual(plan);
    expect(planIn('et-1')).toBeUndefined();
  });

  it('is found in a body that cannot be read, and in no message that only refers to one', () => {
    expect(idIn('{"id":"et-1~crash.before.quarantine","createdAt":"some day"')).toBe(
      'et-1~crash.before.quarantine',
    );
    expect(idIn('{"eventId":"et-1","bodyRef":"bodies/0"}')).toBeUndefined();
  });
});

describe('the judgement of a cell', () => {
  it('finds nothing when all is as it has to be', async () => {
    const found: string[] = [];
    for (const cell of CELLS) {
      const what = await broken(() => undefined, cell);
      found.push(...what.map((each) => `${cellName(cell)}: ${each}`));
    }

    expect(found).toEqual([]);
  });

  it.each<[string, (world: World) => void, string]>([
    ['a lost event', ({ rows, met }) => rows.delete(met), 'its row is absent'],
    [
      'an event that never ends',
      (world) => amend(world, world.met, { status: 'STARTED' }),
      'its row is STARTED',
    ],
    ['an attempt spent on AWS', (world) => amend(world, world.met, { attempts: 2 }), '2 attempts'],
    [
      'an event that ended as an older one',
      (world) => amend(world, world.met, { outcome: 'STALE' }),
      'its outcome is STALE',
    ],
    [
      'a body that somebody wrote anew',
      (world) => amend(world, world.met, { body: '{}' }),
      'its body is not what was posted',
    ],
    [
      'a digest of another body',
      (world) => amend(world, world.met, { bodySha256: '0'.repeat(64) }),
      'its body is not what was posted',
    ],
    [
      'a successor without its body',
      (world) => amend(world, world.next, { body: undefined }),
      'the next event’s body is not what was posted',
    ],
    ['a lost successor', ({ rows, next }) => rows.delete(next), 'the next event’s row is absent'],
    [
      'a successor that had to be tried again',
      (world) => amend(world, world.next, { attempts: 2 }),
      'the next event took 2 attempts',
    ],
    [
      'a successor without effect',
      ({ effects, next }) => effects.delete(next),
      'the next event had 0 effects',
    ],
    [
      'a handler that runs twice without a fault',
      ({ effects, next }) => effects.set(next, 2),
      'the next event had 2 effects',
    ],
    [
      'a handler that runs once more than its fault explains',
      ({ effects, met }) => effects.set(met, 2),
      '2 effects',
    ],
    [
      'an announcement that is missing',
      ({ announcements, met }) => announcements.delete(met),
      '0 announcements',
    ],
    [
      'a successor that is announced twice',
      ({ announcements, next }) => announcements.set(next, 2),
      'the next event had 2 announcements',
    ],
    [
      'an event that is announced before it is handled',
      ({ announcedBeforeEffect, met }) => announcedBeforeEffect.push(met),
      'an announcement before the effect',
    ],
    [
      'an event that was never accepted',
      (world) => Object.assign(world.trial, { statuses: [503, 503] }),
      'never accepted: 503 503',
    ],
    [
      'a good signature that is refused',
      (world) => Object.assign(world.trial, { statuses: [200, 401, 200] }),
      'a good signature was refused: 200 401 200',
    ],
    ['a state of its own', ({ items }) => items.pop(), 'the state is not the model’s'],
    ['an effect that is missing', ({ effects, met }) => effects.delete(met), '0 effects'],
    [
      'an effect after the end',
      ({ effectsAfterEnd, met }) => effectsAfterEnd.push(met),
      'an effect after the end',
    ],
    ['a dead letter', ({ deadLetters, met }) => deadLetters.push(met), '1 dead letters'],
    [
      'a fault that did not happen',
      (world) => Object.assign(world.trial, { happened: () => false }),
      'the fault did not happen as often as it had to',
    ],
    [
      'a promise that was not kept',
      (world) => Object.assign(world.trial, { storedWhenAccepted: false }),
      'answered with a 2xx before it was on the queue',
    ],
    [
      'a refusal without a reason',
      (world) => Object.assign(world.trial, { statuses: [503, 200] }),
      'the first answer was 503',
    ],
  ])('finds %s', async (_name, spoil, what) => {
    expect(await broken(spoil)).toContain(what);
  });

  it.each<[string, Cell['step'], (world: World) => void, string]>([
    [
      'a large body that is not in the bucket',
      'put-body',
      ({ objects, ref }) => objects.delete(ref),
      'its body is not what was posted',
    ],
    [
      'another object under its address',
      'put-body',
      ({ objects, ref }) => objects.set(ref, Buffer.from('{}')),
      'its body is not what was posted',
    ],
    [
      'a row that leads to another object',
      'put-body',
      (world) => amend(world, world.met, { bodyRef: 'bodies/0' }),
      'its body is not what was posted',
    ],
    [
      'an unreadable body that nobody kept',
      'quarantine',
      ({ rows, met }) => rows.delete(met),
      'its row is absent',
    ],
    [
      'an unreadable body that was handled',
      'quarantine',
      ({ effects, met }) => effects.set(met, 1),
      '1 effects',
    ],
    [
      'an unreadable body in the dead letters',
      'quarantine',
      ({ deadLetters, met }) => deadLetters.push(met),
      '1 dead letters',
    ],
    [
      'a second body under one id that nobody kept',
      'conflict',
      ({ rows, met }) => rows.delete(met),
      'its row is absent',
    ],
    [
      'a second body under one id that took the place of the first',
      'conflict',
      (world) => amend(world, world.earlier, { body: world.trial.events.met.body.toString() }),
      'the earlier event’s body is not what was posted',
    ],
    [
      'a second body under one id that was handled',
      'conflict',
      ({ effects, earlier }) => effects.set(earlier, 2),
      'the earlier event had 2 effects',
    ],
    [
      'a handler that runs again because its event could not be announced',
      'announce',
      ({ effects, met }) => effects.set(met, 2),
      '2 effects',
    ],
    [
      'an outage of the bus that spent an attempt',
      'announce',
      (world) => amend(world, world.met, { attempts: 2 }),
      '2 attempts',
    ],
    [
      'a failure that was written down without having been',
      'fail',
      (world) => amend(world, world.met, { attempts: 2 }),
      '2 attempts',
    ],
  ])('finds %s', async (_name, step, spoil, what) => {
    expect(await broken(spoil, { step, fault: 'throttled' })).toContain(what);
  });
});

describe('the report', () => {
  it('names what is broken, and fails', () => {
    const verdict = {
      cell: CELL,
      broken: ['2 attempts'],
      attempts: 2,
      effects: 1,
      announcements: 1,
      statuses: [200],
    };
    const report = { verdicts: [verdict], broken: [], callbacks: [], seconds: 1 };

    expect(isGood(report)).toBe(false);
    expect(textOf(report)).toContain('BROKEN write-state, throttled: 2 attempts');
    expect(isGood({ ...report, verdicts: [{ ...verdict, broken: [] }] })).toBe(true);
    expect(isGood({ ...report, verdicts: [] })).toBe(false);
  });
});
