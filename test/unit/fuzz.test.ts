// oxlint-disable-next-line import/no-unassigned-import -- it sets the time zone of this file's process
import '../fuzz/time-zone.ts';
import { describe, expect, it } from 'vitest';
import { BROKEN } from '../fuzz/broken.ts';
import { FUZZ_TARGETS } from '../fuzz/targets.ts';

const SHARES = Object.values(FUZZ_TARGETS).reduce((sum, { share }) => sum + share, 0);
const CASES = 8000;
const SEED = 5;

/** The bounded part of `npm run fuzz`: always the same cases, and all that were once found. */
describe('for each of some hundred inputs', () => {
  it.each(Object.values(FUZZ_TARGETS))('$name', async ({ check, share }) => {
    const numRuns = Math.ceil((CASES * share) / SHARES);

    const outcome = await check({ seed: SEED, numRuns });

    expect(outcome).toEqual({ cases: numRuns, failure: undefined, path: undefined });
  });
});

describe('the fuzzing notices', () => {
  it.each(BROKEN)('$mistake', async ({ target: { check }, complaint }) => {
    const { failure } = await check({ seed: SEED, numRuns: 4000, endOnFailure: true });

    expect(failure).toContain(complaint);
  });

  it('a broken part of every kind that it tries', () => {
    const tried = BROKEN.map(({ target: { name } }) => name);

    expect(new Set(tried)).toEqual(new Set(Object.values(FUZZ_TARGETS).map(({ name }) => name)));
  });
});
