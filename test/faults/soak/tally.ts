import type { Step } from '../plan.ts';
import type { SoakFault } from './soak-event.ts';

/** How many of something were planned, and how many of these have happened. */
export interface Tally {
  readonly planned: number;
  readonly happened: number;
}

/** A kind of fault at its step: `crash before begin`, `cut finish`. */
function nameOf(fault: SoakFault): string {
  if (fault.kind !== 'crash') return `${fault.kind} ${fault.step}`;
  return `crash ${fault.plan.when} ${fault.plan.step}`;
}

/** One more that was planned. */
export function withOneMore(
  { planned, happened }: Tally = { planned: 0, happened: 0 },
  hasHappened: boolean,
): Tally {
  return { planned: planned + 1, happened: happened + Number(hasHappened) };
}

/**
 * Whether too few have happened to say that it was tried. What is planned lies on the event's way, so all of
 * it should happen; but a fault aimed at a user's state can find no later event of that user, and one lost
 * answer can spare a later step. One may be missing, of many a tenth, and never all.
 */
export function isTooFew({ planned, happened }: Tally): boolean {
  if (planned === 0) return false;
  return happened === 0 || planned - happened > Math.max(1, planned / 10);
}

/** Steps that a stale event does not take, but for late ends. Which event is stale shows only when it is handled. */
const MISSED_WHEN_STALE: ReadonlySet<Step> = new Set(['write-state', 'handler', 'announce']);

/** The faults of a soak, by kind and step. */
export class FaultCount {
  readonly faults: Record<string, Tally> = {};
  /** That could not happen, since their event was stale. Not among the planned. */
  ruledOut = 0;

  /** One more that was planned. */
  add(fault: SoakFault, hasHappened: boolean, isStale: boolean): void {
    const step = fault.kind === 'crash' ? fault.plan.step : fault.step;
    if (!hasHappened && isStale && MISSED_WHEN_STALE.has(step)) {
      this.ruledOut += 1;
      return;
    }
    const name = nameOf(fault);
    this.faults[name] = withOneMore(this.faults[name], hasHappened);
  }
}
