import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bodyDigest } from '../../../lambdas/message/body-digest.ts';
import { bodyRefOf } from '../../../lambdas/message/event-key.ts';
import { planIn, type Step } from '../../faults/plan.ts';
import type { Hit } from '../../faults/rig/endpoint.ts';
import type { Repeat } from '../../faults/rig/journal.ts';
import type { Rig } from '../../faults/rig/rig.ts';
import type { Stored } from '../../faults/rig/tables.ts';
import { newerOf, stateOf } from '../../faults/model.ts';
import { findingsOf } from '../../faults/soak/findings.ts';
import type { Sent } from '../../faults/soak/load.ts';
import { postings } from '../../faults/soak/order.ts';
import { isAboutIam, problemsOf, type SoakReport, textOf } from '../../faults/soak/report.ts';
import { readSettings, SettingsInvalid } from '../../faults/soak/settings.ts';
import { type SoakEvent, soakEvent } from '../../faults/soak/soak-event.ts';
import { isTooFew } from '../../faults/soak/tally.ts';

const SETTINGS = { ...readSettings([]), events: 600, users: 20 };
const RECEIVED_AT = '2026-11-25T08:00:00.000Z';

const EVENTS: readonly SoakEvent[] = Array.from({ length: SETTINGS.events }, (_, n) =>
  soakEvent(n, SETTINGS),
);

const isLarge = ({ length }: string | Buffer) => length > 3072;
const isLetThrough = ({ duplicate }: SoakEvent) => duplicate?.isForgotten === true;

/** The ledger, the state and the journal of a soak in which all went well, each event in its turn. */
function wellDone() {
  const rows = new Map<string, Stored>();
  const messages = new Map(EVENTS.map(({ id }) => [id, new Set([`message-of-${id}`])]));
  const received = new Map(
    EVENTS.map((event) => [event.id, new Set(isLetThrough(event) ? ['one', 'two'] : ['one'])]),
  );
  const effects = new Map<string, number>();
  const known = EVENTS.filter(({ isKnown, expected }) => isKnown && expected === 'DONE');
  const told = known.map(({ id, type, event: { createdAt, data } }) => {
    return { id, type, createdAt, data, receivedAt: RECEIVED_AT };
  });
  const inTurn = told.toSorted((one, other) =>
    (one.createdAt ?? '') < (other.createdAt ?? '') ? -1 : 1,
  );
  for (const { id, user, expected, isKnown, event } of EVENTS) {
    const outcome = isKnown ? 'APPLIED' : 'UNKNOWN_TYPE';
    const isDone = expected === 'DONE';
    const body = JSON.stringify(event);
    const bodySha256 = bodyDigest(Buffer.from(body));
    rows.set(id, {
      eventId: id,
      bodySha256,
      ...(isLarge(body) ? { bodyRef: bodyRefOf(user, bodySha256) } : { body }),
      status: expected,
      attempts: 1,
      receivedAt: RECEIVED_AT,
      ...(isDone ? { outcome } : {}),
    });
    if (isDone) effects.set(id, 1);
  }
  const objects = EVENTS.flatMap(({ user, event }) => {
    const body = Buffer.from(JSON.stringify(event));
    return isLarge(body) ? [[bodyRefOf(user, bodyDigest(body)), body] as const] : [];
  });
  return {
    rows,
    objects: new Map(objects),
    messages,
    received,
    effects,
    repeats: new Map<string, Repeat[]>(),
    announcements: new Map(effects),
    announcedAgain: new Map<string, Repeat[]>(),
    announcedBeforeEffect: [] as string[],
    hits: [] as (Hit & { at: number })[],
    inTurn,
    /** Whether each fault has happened, by its event. */
    happened: new Map(EVENTS.filter(({ fault }) => fault).map(({ id }) => [id, true])),
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
    tables: {
      rows: () => world.rows.values(),
      wholeRows: () => world.rows.values(),
      allItems: () => world.items.values(),
    },
    bucket: { object: async (key: string) => world.objects.get(key) },
    queues: { takeDeadLetters: async () => world.deadLetters },
  } as unknown as Rig;
  const sent: Sent = {
    accepted: new Set(EVENTS.map(({ id }) => id)),
    refused: new Set(),
    isStalled: false,
    retries: 0,
    duplicates: 0,
    refusals: {},
    forgotten: new Set(EVENTS.filter(isLetThrough).map(({ id }) => id)),
    happened: new Map(Array.from(world.happened, ([id, has]) => [id, () => has])),
  };
  return await findingsOf(rig, SETTINGS, sent);
}

/** The report of a soak in which all went well but for what `world` or `changes` say. */
async function reported(world: World, changes: Partial<SoakReport> = {}): Promise<SoakReport> {
  return {
    ...(await found(world)),
    // The outcomes of this world are those of another order.
    outcomeDiffers: [],
    settings: SETTINGS,
    isDrained: true,
    accepted: SETTINGS.events,
    refused: [],
    isStalled: false,
    denials: [],
    duplicates: 0,
    retries: 0,
    refusals: {},
    seconds: 1,
    sentPerSecond: 1,
    donePerSecond: 1,
    peakMegabytes: {},
    ...changes,
  };
}

const [first = ''] = EVENTS.filter(({ isKnown, expected }) => isKnown && expected === 'DONE').map(
  ({ id }) => id,
);

function stepsOf(events: readonly SoakEvent[]): Set<Step | undefined> {
  const steps = events.map(({ fault }) =>
    fault?.kind === 'crash' ? fault.plan.step : fault?.step,
  );
  return new Set(steps);
}

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

  it('meet no fault at a step that they never take', () => {
    const all = { ...SETTINGS, faults: 100 };
    const many = Array.from({ length: 2000 }, (_, n) => soakEvent(n, all));
    const unknown = stepsOf(many.filter(({ isKnown }) => !isKnown));
    const poison = stepsOf(many.filter(({ expected }) => expected === 'DEAD'));

    const onlyKnown: Step[] = ['read-state', 'write-state'];
    const onlyRun: Step[] = [...onlyKnown, 'handler', 'announce', 'finish'];
    expect(onlyKnown.filter((step) => unknown.has(step))).toEqual([]);
    expect(onlyRun.filter((step) => poison.has(step))).toEqual([]);
    expect([unknown.has('finish'), poison.has('delete')]).toEqual([true, true]);
  });

  it('come a second time as a new message, a quarter of those that come twice', () => {
    const twice = EVENTS.filter(({ duplicate }) => duplicate);
    const forgotten = twice.filter(isLetThrough);

    expect(forgotten.length).toBeGreaterThan(0.15 * twice.length);
    expect(forgotten.length).toBeLessThan(0.35 * twice.length);
  });

  it('are each posted, the late ones a second time, in another order than they were made', () => {
    const all = [...postings(SETTINGS)];
    const early = all.filter(({ isLate }) => !isLate).map(({ event }) => event.id);
    const late = EVENTS.filter(({ duplicate }) => typeof duplicate?.when === 'number');

    expect(early.toSorted()).toEqual(EVENTS.map(({ id }) => id).toSorted());
    expect(early).not.toEqual(EVENTS.map(({ id }) => id));
    expect(all).toHaveLength(EVENTS.length + late.length);
    expect([...postings(SETTINGS)]).toEqual(all);
  });
});

describe('what a soak finds', () => {
  it('is nothing when all is as it has to be', async () => {
    const { lost, doubled, bodyDiffers, stateDiffers, effectDiffers, handled, deadLetters } =
      await found(wellDone());

    expect({ lost, doubled, bodyDiffers, stateDiffers, effectDiffers }).toEqual({
      lost: [],
      doubled: [],
      bodyDiffers: [],
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

  it('is an effect that repeats without a fault of its event, counted once', async () => {
    const world = wellDone();
    const repeat = { received: 1, since: 2, at: 9 };
    world.repeats.set(first, [repeat, repeat]);
    world.hits.push({ step: 'handler', about: 'another', fault: 'cut', at: 5 });

    const { doubled, repeatedEffects } = await found(world);

    expect(doubled).toEqual([first]);
    expect(repeatedEffects).toBe(1);
  });

  it('is an announcement that repeats without a fault of its event', async () => {
    const world = wellDone();
    world.announcedAgain.set(first, [{ received: 1, since: 2, at: 9 }]);

    expect((await found(world)).doubled).toEqual([first]);
  });

  it('is not an effect that repeats since its call was not confirmed', async () => {
    const world = wellDone();
    world.repeats.set(first, [{ received: 1, since: 2, at: 9 }]);
    world.hits.push({ step: 'handler', about: first, fault: 'cut', at: 5 });

    expect((await found(world)).doubled).toEqual([]);
  });

  it('is a row of no event', async () => {
    const world = wellDone();
    world.rows.set('sha256:0', { eventId: 'sha256:0', status: 'QUARANTINED' });

    expect((await found(world)).doubled).toEqual(['sha256:0']);
  });

  it('is a body that is lost, or another one, or that the bucket has not', async () => {
    const world = wellDone();
    const [large = ''] = [...world.rows].find(([, { bodyRef }]) => bodyRef !== undefined) ?? [];
    const { body: _body, ...lost } = world.rows.get(EVENTS[1]?.id ?? '') as Stored;
    world.rows.set(EVENTS[1]?.id ?? '', lost);
    world.rows.set(first, { ...world.rows.get(first), body: '{}' });
    world.objects.delete(String(world.rows.get(large)?.bodyRef));
    const dead = EVENTS.find(({ expected }) => expected === 'DEAD')?.id ?? '';
    world.rows.set(dead, { ...world.rows.get(dead), bodySha256: '0' });

    const report = await reported(world);

    expect(new Set(report.bodyDiffers)).toEqual(new Set([EVENTS[1]?.id, first, large, dead]));
    expect(problemsOf(report)[0]).toMatch(/^bodyDiffers: /);
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

  it('is an effect or an announcement that is missing, or one before the other', async () => {
    const [withoutEffect, unannounced, early] = [wellDone(), wellDone(), wellDone()];
    withoutEffect.effects.delete(first);
    unannounced.announcements.delete(first);
    early.announcedBeforeEffect.push(first);

    for (const world of [withoutEffect, unannounced, early]) {
      expect((await found(world)).effectDiffers).toEqual([first]);
    }
  });

  it('is an outcome against the order of the ends', async () => {
    const world = wellDone();
    const before = (await found(world)).outcomeDiffers.length;
    const backwards = { ...world, finished: new Set([...world.finished].toReversed()) };

    expect((await found(backwards)).outcomeDiffers.length).toBeGreaterThan(before);
  });

  it('is an event that is stale because of another one than the newest', async () => {
    const world = wellDone();
    const byUser = Map.groupBy(world.inTurn, ({ data }) => (data as { userId: string }).userId);
    const newer = Array.from(byUser.values(), (events) => Array.from(newerOf(events))).flat();
    const end = (id: string, eventId: string) =>
      world.rows.set(id, { ...world.rows.get(id), outcome: 'STALE', staleBecause: { eventId } });
    for (const [id, eventId] of newer) end(id, eventId);
    const right = (await found(world)).outcomeDiffers;
    const [stale = ''] = newer[0] ?? [];
    end(stale, first);

    expect(right).toEqual([]);
    expect((await found(world)).outcomeDiffers).toEqual([stale]);
  });
});

describe('the report', () => {
  it('is good when all is as it has to be', async () => {
    const report = await reported(wellDone());

    expect(problemsOf(report)).toEqual([]);
    expect(textOf(report)).toContain('Nothing lost, nothing doubled.');
  });

  it('names each kind of fault that was planned and never happened', async () => {
    const world = wellDone();
    const crash = EVENTS.find(({ fault }) => fault?.kind === 'crash');
    const name = crash?.fault?.kind === 'crash' ? crash.fault.plan : undefined;
    const isSame = ({ fault }: SoakEvent) =>
      fault?.kind === 'crash' && fault.plan.step === name?.step && fault.plan.when === name.when;
    for (const { id } of EVENTS.filter(isSame)) world.happened.set(id, false);

    const problems = problemsOf(await reported(world));

    const count = EVENTS.filter(isSame).length;
    expect(problems).toEqual([`fault crash ${name?.when} ${name?.step}: 0 of ${count} happened`]);
  });

  it('leaves out faults that could not happen, as their event was stale', async () => {
    const world = wellDone();
    const crash = EVENTS.find(
      ({ fault }) => fault?.kind === 'crash' && fault.plan.step === 'announce',
    );
    const id = crash?.id ?? '';
    world.happened.set(id, false);
    world.rows.set(id, { ...world.rows.get(id), outcome: 'STALE' });
    world.effects.delete(id);
    world.announcements.delete(id);

    const report = await reported(world);

    expect(report.faultsRuledOut).toBe(1);
    expect(problemsOf(report)).toEqual([]);
  });

  it('says how many duplicates reached the worker, and fails when none did', async () => {
    const world = wellDone();
    const wanted = EVENTS.filter(isLetThrough).length;
    const good = await reported(world);
    for (const id of world.received.keys()) world.received.set(id, new Set(['one']));
    const bad = await reported(world);

    expect(good.duplicatesAtWorker).toBe(wanted);
    expect(bad.duplicatesAtWorker).toBe(0);
    expect(problemsOf(bad)).toEqual([
      `duplicates that SQS let through: 0 of ${wanted} came to the worker`,
    ]);
  });

  it.each([
    'IAM: smile-worker may not call dynamodb:GetItem on arn:aws:dynamodb:…',
    'IAM is not enforced in this run: npm install …',
  ])('fails when the run has said "%s"', async (line) => {
    const denials = [line, '{"level":"ERROR","event":"IAM"}'].filter(isAboutIam);
    const report = await reported(wellDone(), { denials });

    expect(problemsOf(report)).toEqual([`denials: ${line}`]);
  });

  it('tells of events that were refused, and of sending that stopped', async () => {
    const report = await reported(wellDone(), { accepted: 8, refused: ['et-9'], isStalled: true });

    expect(problemsOf(report)).toEqual([
      'refused: et-9',
      'sending stopped: accepted events did not end any more',
      '8 of 600 events were accepted',
    ]);
    expect(textOf(report)).toContain('FAILED');
  });
});

describe('too few', () => {
  it.each([
    [0, 0, false],
    [1, 0, true],
    [2, 1, false],
    [5, 3, true],
    [100, 90, false],
    [100, 89, true],
  ])('of %i planned %i happened: %s', (planned, happened, verdict) => {
    expect(isTooFew({ planned, happened })).toBe(verdict);
  });
});

describe('the settings', () => {
  it.each([
    ['--events', '0'],
    ['--events', 'abc'],
    ['--faults', '101'],
    ['--users', 'many'],
    ['--what', '1'],
  ])('refuse %s %s and say why', (name, value) => {
    expect(() => readSettings([name, value])).toThrow(name);
    expect(() => readSettings([name, value])).toThrow(SettingsInvalid);
  });

  it('refuse a report that cannot be written, before the run', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'soak-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const json = join(directory, 'report.json');
    const nowhere = join(directory, 'no', 'report.json');

    expect(() => readSettings(['--json', nowhere])).toThrow(/--json .*ENOENT/);
    expect(() => readSettings(['--json', directory])).toThrow(SettingsInvalid);
    expect(readSettings(['--json', json]).json).toBe(json);
  });

  it('that are wrong end the command with 2 before anything starts', async () => {
    const main = fileURLToPath(new URL('../../faults/soak/main.ts', import.meta.url));
    const run = promisify(execFile)(process.execPath, [main, '--events', 'abc'], {
      timeout: 15_000,
      killSignal: 'SIGKILL',
    });

    await expect(run).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^--events must be a whole number.*Usage: .*\n$/),
    });
  });
});
