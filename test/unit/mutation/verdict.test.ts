import { describe, expect, it } from 'vitest';
import type { Equivalent } from '../../mutation/equivalent.ts';
import { complaintsOf, lineOf } from '../../mutation/lines.ts';
import type { Mutant } from '../../mutation/report.ts';
import { verdictOn } from '../../mutation/verdict.ts';

const FILES = ['a.ts', 'b.ts'];

const mutant = (over: Partial<Mutant> = {}): Mutant => ({
  file: 'a.ts',
  line: 1,
  status: 'Killed',
  original: '[]',
  replacement: '["x"]',
  ...over,
});
const ofB = mutant({ file: 'b.ts' });

const explained = (over: Partial<Equivalent> = {}): Equivalent => ({
  file: 'a.ts',
  original: '[]',
  replacement: '["x"]',
  count: 1,
  why: 'Nobody looks at it.',
  ...over,
});

const judged = (mutants: readonly Mutant[], known: readonly Equivalent[] = []) =>
  complaintsOf(verdictOn(mutants, FILES, known));

describe('a run of mutants', () => {
  it('is good when all are noticed, or explained as often as they are left', () => {
    const left = [1, 2, 3].map((line) => mutant({ line, status: 'Survived' }));

    expect(judged([mutant(), mutant({ status: 'Timeout' }), ofB])).toEqual([]);
    expect(judged([...left, ofB], [explained({ count: 3 })])).toEqual([]);
  });

  it.each(['Survived', 'NoCoverage'] as const)('is bad when one is left: %s', (status) => {
    const complaints = judged([mutant({ status, line: 7 }), ofB]);

    expect(complaints).toEqual([`${status} a.ts:7\n  - []\n  + ["x"]`]);
  });

  it.each<Partial<Equivalent>>([{ file: 'b.ts' }, { original: '{}' }, { replacement: '{}' }])(
    'is bad when the explanation speaks of something else: %j',
    (over) => {
      const complaints = judged([mutant({ status: 'Survived' }), ofB], [explained(over)]);

      expect(complaints).toHaveLength(2);
    },
  );

  it('is bad when more of the same are left than were thought about', () => {
    const left = [3, 9].map((line) => mutant({ line, status: 'Survived' }));

    const complaints = judged([...left, ofB], [explained()]);

    expect(complaints).toEqual([
      'Explained 1, left 2: a.ts, []\na.ts:3\n  - []\n  + ["x"]\na.ts:9\n  - []\n  + ["x"]',
    ]);
  });

  it('is bad when fewer are left than were explained', () => {
    const left = mutant({ status: 'Survived' });

    expect(judged([left, mutant(), ofB], [explained({ count: 2 })])).toHaveLength(1);
    expect(judged([mutant(), ofB], [explained()])).toEqual(['Explained 1, left 0: a.ts, []']);
  });

  it('says nothing of explanations in files that it was not about', () => {
    expect(judged([mutant(), ofB], [explained({ file: 'c.ts' })])).toEqual([]);
  });

  it('is bad when a file has no mutant: it may have been moved', () => {
    expect(judged([mutant()])).toEqual(['Not mutated: b.ts. Was it moved? rooms.ts names it.']);
  });
});

describe('the line of a file', () => {
  it('counts what ran into the time limit apart from what was killed', () => {
    const mutants = [
      mutant(),
      mutant(),
      mutant({ status: 'Timeout' }),
      mutant({ status: 'Survived' }),
    ];

    expect(lineOf('a.ts', mutants, [explained()])).toMatch(
      /^a\.ts +75\.0 % {2}3 of 4, 2 killed, 1 timed out, 1 equivalent$/,
    );
  });
});
