import { Chance } from './chance.ts';
import type { SoakSettings } from './settings.ts';
import { type SoakEvent, soakEvent } from './soak-event.ts';

/** One posting of a soak. */
export interface Posting {
  readonly event: SoakEvent;
  /** Sends it once more: beside it, or after its answer. */
  readonly twice: 'concurrent' | 'immediate' | undefined;
  /** Sent for the second time, long after the first. */
  readonly isLate: boolean;
}

/** Events change places with others that are at most so far away. */
const WINDOW = 100;

/** All postings, in disorder within a window; late duplicates at their place, the last ones at the end. */
export function* postings(settings: SoakSettings): Generator<Posting> {
  const late = new Map<number, SoakEvent[]>();
  let held: Posting[] = [];
  const chance = new Chance(settings.seed, -2);
  for (let n = 0; n < settings.events; n += 1) {
    const event = soakEvent(n, settings);
    const { duplicate } = event;
    const when = duplicate?.when;
    if (typeof when === 'number') late.set(n + when, [...(late.get(n + when) ?? []), event]);
    const twice = typeof when === 'string' ? when : undefined;
    held.push({ event, twice, isLate: false });
    held.push(...(late.get(n) ?? []).map(asLate));
    late.delete(n);
    while (held.length >= WINDOW) yield held.splice(chance.below(held.length), 1)[0] as Posting;
  }
  held = [...held, ...[...late.values()].flat().map(asLate)];
  yield* held;
}

function asLate(event: SoakEvent): Posting {
  return { event, twice: undefined, isLate: true };
}
