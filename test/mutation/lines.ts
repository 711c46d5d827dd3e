import type { Equivalent } from './equivalent.ts';
import { isNoticed, type Mutant } from './report.ts';
import { isAbout, type Verdict } from './verdict.ts';

/**
 * How many mutants of a file, or of all, were noticed. Those that ran into the time limit stand apart: nobody
 * has asserted anything against them, and a machine that is busy makes them too.
 */
export function lineOf(
  name: string,
  mutants: readonly Mutant[],
  explained: readonly Equivalent[],
): string {
  const noticed = mutants.filter(isNoticed);
  const timeouts = mutants.filter(({ status }) => status === 'Timeout');
  const equivalent = mutants.filter(
    (mutant) => !isNoticed(mutant) && explained.some((known) => isAbout(known, mutant)),
  );
  const score = ((noticed.length / mutants.length) * 100).toFixed(1);
  return [
    `${name.padEnd(44)} ${score.padStart(6)} %  ${noticed.length} of ${mutants.length}`,
    `${noticed.length - timeouts.length} killed`,
    `${timeouts.length} timed out`,
    `${equivalent.length} equivalent`,
  ].join(', ');
}

/** What is wrong with a run, for whoever has to put it right. */
export function complaintsOf({ untried, unexplained, miscounted }: Verdict): string[] {
  return [
    ...untried.map((file) => `Not mutated: ${file}. Was it moved? rooms.ts names it.`),
    ...unexplained.map((mutant) => `${mutant.status} ${changeOf(mutant)}`),
    ...miscounted.map(({ known, survivors }) =>
      [
        `Explained ${known.count}, left ${survivors.length}: ${known.file}, ${known.original}`,
        ...survivors.map(changeOf),
      ].join('\n'),
    ),
  ];
}

function changeOf({ file, line, original, replacement }: Mutant): string {
  return `${file}:${line}\n  - ${original}\n  + ${replacement}`;
}
