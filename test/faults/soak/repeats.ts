import type { Hit } from '../rig/endpoint.ts';
import type { Journal, Repeat } from '../rig/journal.ts';
import type { SoakEvent } from './soak-event.ts';

/** What brings something once more, when it happens behind it and before the row says that the event is done. */
interface Explanations {
  /** Crashes, by `before` or `after` and the step. */
  readonly crashes: ReadonlySet<string>;
  readonly explains: (hit: Hit) => boolean;
}

/**
 * The handler runs again when it does not know that its call was done, and when the row could not be told that
 * it is done: then all calls hang, for the time in which it could be.
 */
const OF_EFFECTS: Explanations = {
  crashes: new Set(['after handler', 'before announce', 'after announce', 'before finish']),
  explains: ({ step, fault }) =>
    step === 'handler' || (fault === 'hang' && (step === 'announce' || step === 'finish')),
};

const OF_ANNOUNCEMENTS: Explanations = {
  crashes: new Set(['after announce', 'before finish']),
  explains: ({ step }) => step === 'announce' || step === 'finish',
};

type Seen = Pick<Journal, 'repeats' | 'announcedAgain' | 'hits'>;

/**
 * How many of an event's repeated effects and announcements nothing explains. Something must have gone wrong
 * between one and the next: a call of the event met a fault, or its worker crashed, which it does once. A
 * restarted engine stands for everything that was under way, since it can hand out a message that a worker still
 * holds.
 *
 * @param hasCrashed whether the crash that was planned for the event has happened
 */
export function unexplainedRepeats(
  event: SoakEvent,
  { repeats, announcedAgain, hits }: Seen,
  hasCrashed: boolean,
): number {
  const { id } = event;
  const count = (again: readonly Repeat[] = [], explanations: Explanations) => {
    const left = again.filter((repeat) => !hits.some(isReason(id, repeat, explanations)));
    return Math.max(0, left.length - (hasCrashed ? crashesOf(event, explanations) : 0));
  };
  return count(repeats.get(id), OF_EFFECTS) + count(announcedAgain.get(id), OF_ANNOUNCEMENTS);
}

function isReason(id: string, { received, since, at }: Repeat, { explains }: Explanations) {
  return (hit: Journal['hits'][number]): boolean => {
    if (hit.fault === 'restart') return hit.at > received && hit.at < at;
    return hit.about === id && explains(hit) && hit.at > since && hit.at < at;
  };
}

function crashesOf({ fault }: SoakEvent, { crashes }: Explanations): number {
  if (fault?.kind !== 'crash') return 0;
  return crashes.has(`${fault.plan.when} ${fault.plan.step}`) ? 1 : 0;
}
