import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Result, runScenarios } from '../../conformance/run.ts';
import { SCENARIOS } from '../../conformance/scenarios.ts';
import type { Target } from '../../conformance/target.ts';
import { FLAWS } from './receivers/flaws.ts';
import { CORRECT, type Parts } from './receivers/parts.ts';
import { localEffects } from '../../conformance/effects/local-effects.ts';
import { startMemoryReceiver } from './receivers/receiver.ts';
import { isWhole, LIGHT, OF_LEAKS } from './heavy.ts';
import { LEAKS } from './receivers/leaks.ts';

const SECRET = 'canary-secret-0123456789abcdef';

/** Tries a receiver in memory with everything but the scenario that waits for five minutes. */
async function tryOut(
  flaw: Partial<Parts> = {},
  scenarios = SCENARIOS,
  more: Partial<Target> = {},
): Promise<Result[]> {
  const { url, logs, restart, close } = await startMemoryReceiver(SECRET, flaw);
  const effects = localEffects(new URL(url).origin);
  const target = {
    url,
    secret: SECRET,
    effects,
    logs,
    restart,
    patience: 1000,
    slow: false,
    ...more,
  };
  const results: Result[] = [];
  for await (const result of runScenarios(scenarios, target)) results.push(result);
  await close();
  return results;
}

const idsOf = (results: readonly Result[], outcome: Result['outcome']) =>
  results.filter((result) => result.outcome === outcome).map(({ id }) => id);

describe('the receiver that is right', () => {
  it('passes every scenario', async () => {
    const results = await tryOut();

    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(results.flatMap(({ notes }) => notes)).toEqual([]);
    expect(idsOf(results, 'skipped')).toEqual(['duplicate-after-deduplication']);
    expect(results).toHaveLength(SCENARIOS.length);
  });

  it('passes also when it takes everything within one millisecond', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());

    const results = await tryOut({}, LIGHT);

    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });
});

describe('a delivery whose sender hung up', () => {
  it('is not missed in silence', async () => {
    let requests = 0;
    const read: Parts['read'] = async (request) => {
      requests += 1;
      if (requests === 1) throw new Error('Nobody listens any more.');
      return await CORRECT.read(request);
    };

    const [result] = await tryOut(
      { read },
      SCENARIOS.filter(({ id }) => id === 'timeout-then-retry'),
    );

    expect(result).toMatchObject({
      outcome: 'ok',
      notes: ['the first delivery did not arrive: only the retry was seen'],
    });
  });
});

const readForHalfASecond: Parts['read'] = async (request) =>
  await Promise.race([CORRECT.read(request), delay(500, Buffer.from('half'))]);
const restartNothing = async () => undefined;

describe('a restart that is none', () => {
  it('is not taken for one where half a request is answered', async () => {
    const [result] = await tryOut(
      { read: readForHalfASecond },
      SCENARIOS.filter(({ needs }) => needs === 'restart'),
      { restart: restartNothing },
    );

    expect(result).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('was answered'),
    });
  });
});

const flaws = Object.entries(FLAWS).map(([name, { parts, fails }]) => {
  const light = LIGHT.some(({ id }) => fails === 'all' || fails.includes(id));
  const isHeavy = isWhole || !light;
  const scenarios = isHeavy ? SCENARIOS : name in LEAKS ? OF_LEAKS : LIGHT;
  return { name, parts, fails, isHeavy, scenarios };
});

async function expectFound({ parts, fails, scenarios }: (typeof flaws)[number]): Promise<void> {
  const results = await tryOut(parts, scenarios);

  const tried = results.filter(({ outcome }) => outcome !== 'skipped').map(({ id }) => id);
  const wanted = tried.filter((id) => fails === 'all' || fails.includes(id));
  expect(wanted.length).toBeGreaterThan(0);
  expect(idsOf(results, 'failed')).toEqual(wanted);
}

describe('a receiver that', () => {
  it.concurrent.each(flaws.filter(({ isHeavy }) => !isHeavy))(
    '$name fails exactly where it must',
    expectFound,
  );

  // One after another: megabytes of one would keep the others waiting.
  it.each(flaws.filter(({ isHeavy }) => isHeavy))('$name fails exactly where it must', expectFound);
});

describe('the flaws', () => {
  it('name no scenario that does not exist', () => {
    const known = new Set(SCENARIOS.map(({ id }) => id));

    const unknown = flaws
      .flatMap(({ fails }) => (fails === 'all' ? [] : fails))
      .filter((id) => !known.has(id));

    expect(unknown).toEqual([]);
  });

  it('leave no scenario that never fails, but the one of five minutes', () => {
    const found = new Set(flaws.flatMap(({ fails }) => (fails === 'all' ? [] : fails)));

    const untried = SCENARIOS.map(({ id }) => id).filter((id) => !found.has(id));

    expect(untried).toEqual(['duplicate-after-deduplication']);
  });
});
