import { describe, expect, it } from 'vitest';
import { planIn } from '../../faults/plan.ts';
import type { Rig } from '../../faults/rig/rig.ts';
import type { Stored } from '../../faults/rig/tables.ts';
import { stateOf } from '../../faults/model.ts';
import { findingsOf } from '../../faults/soak/findings.ts';
import { postings } from '../../faults/soak/order.ts';
import { readSettings } from '../../faults/soak/settings.ts';
import { soakEvent } from '../../faults/soak/soak-event.ts';

const SETTINGS = { ...readSettings([]), events: 600, users: 20 };
const RECEIVED_AT = '2026-11-25T08:00:00.000Z';

const EVENTS = Array.from({ length: SETTINGS.events }, (_, n) => soakEvent(n, SETTINGS));

/** The ledger, the state and the journal of a soak in which all went well, each event in its turn. */
function wellDone() {
  const rows = new Map<string, Stored>();
  const messages = new Map(EVENTS.map(({ id }) => [id, new Set([`message-of-${id}`])]));
  const effects = new Map<string, number>();
  const known = EVENTS.filter(({ isKnown, expected }) => isKnown && expected === 'DONE');
  const told = known.map(({ id, type, event: { createdAt, data } }) => {
    return { id, type, createdAt, data, receivedAt: RECEIVED_AT };
  });
  const inTurn = told.toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
  for (const { id, expected, isKnown } of EVENTS) {
    const outcome = isKnown ? 'APPLIED' : 'UNKNOWN_TYPE';
    const isDone = expected === 'DONE';
    rows.set(id, {
      eventId: id,
      status: expected,
      attempts: 1,
      receivedAt: RECEIVED_AT,
      ...(isDone ? { outcome } : {}),
    });
    if (isDone) effects.set(id, 1);
  }
  return {
    rows,
    messages,
    effects,
    items: new Map<string, Stored>(
      Array.from(stateOf(told), ([key, item]) => [key, { ...item, version: 3 }]),
    ),
    finished: new Set(inTurn.map(({ id }) => id)),
    effectsAfterEnd: [] as string[],
    deadLetters: EVENTS.filter(({ expected }) => expected === 'DEAD').map(({ id }) => id),
  };
}

type World = ReturnType<typeof wellDone>;

/** What is found when the world is so. Outcomes are judged elsewhere: these are all APPLIED. */
async function found(world: World) {
  const rig = {
    journal: world,
    tables: { rows: () => world.rows.values(), allItems: () => world.items.values() },
    queues: { takeDeadLetters: async () => world.deadLetters },
  } as unknown as Rig;
  const accepted = new Set(EVENTS.map(({ id }) => id));
  return await findingsOf(rig, SETTINGS, { accepted, retries: 0, duplicates: 0, refusals: {} });
}

const [first = ''] = EVENTS.filter(({ isKnown, expected }) => isKnown && expected === 'DONE').map(
  ({ id }) => id,
);

describe("a soak's events", () => {
  it('are the same for the same seed, and others for another one', () => {
    const again = Array.from({ length: 600 }, (_, n) => soakEvent(n, SETTINGS));
    const others = Array.from({ length: 600 }, (_, n) => soakEvent(n, { ...SETTINGS, seed: 2 }));

    expect(again).toEqual(EVENTS);
    expect(others.map(({ user }) => user)).not.toEqual(EVENTS.map(({ user }) => user));
  });

  it('meet faults and come twice as often as was asked for', () => {
    const faulty = EVENTS.filter(({ fault }) => fault);
    const twice = EVENTS.filter(({ duplicate }) => duplicate);

    expect(faulty.length).toBeGreaterThan(0.02 * EVENTS.length);
    expect(faulty.length).toBeLessThan(0.09 * EVENTS.length);
    expect(twice.length).toBeGreaterThan(0.14 * EVENTS.length);
    expect(twice.length).toBeLessThan(0.26 * EVENTS.length);
  });

  it('carry their crashes in their ids', () => {
    const crashes = EVENTS.filter(({ fault }) => fault?.kind === 'crash');

    expect(crashes.length).toBeGreaterThan(0);
    expect(crashes.filter(({ id }) => planIn(id)?.deed !== 'crash')).toEqual([]);
  });

  it('are each posted, the late ones a second time, in another order than they were made', () => {
    const all = [...postings(SETTINGS)];
    const early = all.filter(({ isLate }) => !isLate).map(({ event }) => event.id);
    const late = EVENTS.filter(({ duplicate }) => typeof duplicate === 'object');

    expect(early.toSorted()).toEqual(EVENTS.map(({ id }) => id).toSorted());
    expect(early).not.toEqual(EVENTS.map(({ id }) => id));
    expect(all).toHaveLength(EVENTS.length + late.length);
    expect([...postings(SETTINGS)]).toEqual(all);
  });
});

describe('what a soak finds', () => {
  it('is nothing when all is as it has to be', async () => {
    const { lost, doubled, stateDiffers, effectDiffers, handled, deadLetters } = await found(
      wellDone(),
    );

    expect({ lost, doubled, stateDiffers, effectDiffers }).toEqual({
      lost: [],
      doubled: [],
      stateDiffers: [],
      effectDiffers: [],
    });
    expect(handled + deadLetters).toBe(EVENTS.length);
  });

  it('is an accepted event without a row', async () => {
    const world = wellDone();
    world.rows.delete(first);

    expect((await found(world)).lost).toEqual([first]);
  });

  it('is an event that waits for ever', async () => {
    const world = wellDone();
    world.rows.set(first, { ...world.rows.get(first), status: 'STARTED' });

    expect((await found(world)).lost).toEqual([first]);
  });

  it('is an event in the dead letters that does not belong there', async () => {
    const world = wellDone();
    world.deadLetters.push(first);

    expect((await found(world)).lost).toEqual([first]);
  });

  it('is a second dead letter of one message', async () => {
    const world = wellDone();
    const [dead = ''] = world.deadLetters;
    world.deadLetters.push(dead);
    const once = await found(world);
    world.messages.get(dead)?.add('its copy, minutes later');

    expect(once.doubled).toEqual([dead]);
    expect((await found(world)).doubled).toEqual([]);
  });

  it('is an effect after the end', async () => {
    const world = wellDone();
    world.effectsAfterEnd.push(first);

    expect((await found(world)).doubled).toEqual([first]);
  });

  it('is a row of no event', async () => {
    const world = wellDone();
    world.rows.set('sha256:0', { eventId: 'sha256:0', status: 'QUARANTINED' });

    expect((await found(world)).doubled).toEqual(['sha256:0']);
  });

  it('is an item that the model knows otherwise, or not at all, and one that is missing', async () => {
    const world = wellDone();
    const [one = '', other = ''] = world.items.keys();
    world.items.set(one, { ...world.items.get(one), version: 3, pk: 'USER#nobody' });
    world.items.delete(other);

    const { stateDiffers } = await found(world);

    expect(stateDiffers).toContain(other);
    expect(stateDiffers.length).toBeGreaterThanOrEqual(2);
  });

  it('is an effect that is missing', async () => {
    const world = wellDone();
    world.effects.delete(first);

    expect((await found(world)).effectDiffers).toEqual([first]);
  });

  it('is an outcome against the order of the ends', async () => {
    const world = wellDone();
    const before = (await found(world)).outcomeDiffers.length;
    const backwards = { ...world, finished: new Set([...world.finished].toReversed()) };

    expect((await found(backwards)).outcomeDiffers.length).toBeGreaterThan(before);
  });
});

describe('the settings', () => {
  it.each([
    ['--events', '0'],
    ['--faults', '101'],
    ['--users', 'many'],
  ])('refuse %s %s and say why', (name, value) => {
    expect(() => readSettings([name, value])).toThrow(name);
  });
});
