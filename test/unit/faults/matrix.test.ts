import { describe, expect, it } from 'vitest';
import { stateOf } from '../../faults/model.ts';
import { ALL_CELLS, CELLS, type Cell, FAULTS, STEPS, whyNot } from '../../faults/matrix/cells.ts';
import { isGood, textOf } from '../../faults/matrix/report.ts';
import type { Trial } from '../../faults/matrix/trial.ts';
import { eventsFor, type TrialEvent } from '../../faults/matrix/trial-events.ts';
import { judgeTrial } from '../../faults/matrix/verdict.ts';
import { planIn, planned } from '../../faults/plan.ts';
import type { Rig } from '../../faults/rig/rig.ts';

const CELL: Cell = { step: 'write-state', fault: 'throttled' };
const RECEIVED_AT = new Date().toISOString();

const ROW = { status: 'DONE', outcome: 'APPLIED', attempts: 1, receivedAt: RECEIVED_AT };

const asTold = ({ id, type, createdAt, data }: TrialEvent) => {
  return { id, type, createdAt, data, receivedAt: RECEIVED_AT };
};

/** A trial after which all is as it has to be, in parts that can be spoiled. */
function wellDone() {
  const events = eventsFor(CELL, undefined);
  const { met, next, user } = events;
  const told = [asTold(met), asTold(next)];
  return {
    trial: {
      cell: CELL,
      events,
      statuses: [200] as (number | undefined)[],
      storedWhenAccepted: true,
      happened: () => true,
    } satisfies Trial,
    rows: new Map<string, object>([met, next].map(({ id }) => [id, ROW])),
    items: [...stateOf(told).values()] as object[],
    effects: new Map([met, next].map(({ id }) => [id, 1])),
    effectsAfterEnd: [] as string[],
    deadLetters: [] as string[],
    met: met.id,
    next: next.id,
    user,
  };
}

type World = ReturnType<typeof wellDone>;

async function broken(spoil: (world: World) => void): Promise<readonly string[]> {
  const world = wellDone();
  spoil(world);
  const rig = {
    journal: world,
    tables: { row: async (id: string) => world.rows.get(id), items: async () => world.items },
  } as unknown as Rig;
  return (await judgeTrial(world.trial, rig, world.deadLetters)).broken;
}

describe('the matrix', () => {
  it('has a cell or a reason for every step under every fault', () => {
    const empty = ALL_CELLS.filter((cell) => whyNot(cell) !== undefined);

    expect(ALL_CELLS).toHaveLength(STEPS.length * FAULTS.length);
    expect(CELLS.length + empty.length).toBe(ALL_CELLS.length);
    expect(CELLS.length).toBeGreaterThan(140);
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
});

describe('the judgement of a cell', () => {
  it('finds nothing when all is as it has to be', async () => {
    expect(await broken(() => undefined)).toEqual([]);
  });

  it.each<[string, (world: World) => void, string]>([
    ['a lost event', ({ rows, met }) => rows.delete(met), 'its row is absent'],
    [
      'an event that never ends',
      ({ rows, met }) => rows.set(met, { ...rows.get(met), status: 'STARTED' }),
      'its row is STARTED',
    ],
    [
      'an attempt spent on AWS',
      ({ rows, met }) => rows.set(met, { ...rows.get(met), attempts: 2 }),
      '2 attempts',
    ],
    ['a lost successor', ({ rows, next }) => rows.delete(next), 'the next event’s row is absent'],
    [
      'a successor that had to be tried again',
      ({ rows, next }) => rows.set(next, { ...rows.get(next), attempts: 2 }),
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
      'an event that was never accepted',
      (world) => Object.assign(world.trial, { statuses: [503, 503] }),
      'never accepted: 503 503',
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
      'the fault did not happen',
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
});

describe('the report', () => {
  it('names what is broken, and fails', () => {
    const verdict = {
      cell: CELL,
      broken: ['2 attempts'],
      attempts: 2,
      effects: 1,
      statuses: [200],
    };
    const report = { verdicts: [verdict], broken: [], callbacks: [], seconds: 1 };

    expect(isGood(report)).toBe(false);
    expect(textOf(report)).toContain('BROKEN write-state, throttled: 2 attempts');
    expect(isGood({ ...report, verdicts: [{ ...verdict, broken: [] }] })).toBe(true);
    expect(isGood({ ...report, verdicts: [] })).toBe(false);
  });
});
