import type { StateItem } from '../../lambdas/state/state-item.ts';
import type { Stage } from '../../operations/stage.ts';
import { isTerminal, tableOf } from './table.ts';

const HEADER = ['THING', 'FACT', 'VALUE', 'AS OF', 'SAID BY'] as const;

/** Prints the facts about a user, each with its time and the event that said it. */
export function printUser(
  id: string,
  items: readonly StateItem[],
  { json }: { readonly json?: true },
  { option }: Stage,
): void {
  if (json) {
    for (const item of items) process.stdout.write(`${JSON.stringify(item)}\n`);
    return;
  }
  if (items.length === 0) {
    process.stderr.write(`Nothing is known about the user ${id}. Compare the id, and the stage.\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(tableOf(HEADER, items.flatMap(factsOf), isTerminal()));
  process.stderr.write(`Next: smile events --user ${id}${option}\n`);
}

function factsOf({ sk, status, tasks, dataPoints, widget }: StateItem): readonly string[][] {
  const all = [
    ['status', status] as const,
    ...Object.entries(tasks ?? {}),
    ...Object.entries(dataPoints ?? {}),
    ...Object.entries(widget ?? {}),
  ];
  return all.flatMap(([name, fact]) =>
    fact === undefined
      ? []
      : [[sk, name, 'value' in fact ? fact.value : '', fact.asOf, fact.eventId]],
  );
}
