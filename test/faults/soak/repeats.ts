import type { Step } from '../plan.ts';
import type { Journal } from '../rig/journal.ts';
import type { SoakEvent } from './soak-event.ts';

/** Crashes between an effect and its event's end: the next attempt brings the effect once more. */
const CRASHES_BEHIND_AN_EFFECT: ReadonlySet<string> = new Set([
  'after handler',
  'after announce',
  'before write-state',
  'after write-state',
  'before finish',
]);

/** Calls at the same place; the state is read there when the answer to its write was lost. */
const CALLS_BEHIND_AN_EFFECT: ReadonlySet<Step> = new Set([
  'announce',
  'write-state',
  'read-state',
  'finish',
]);

/**
 * How many of an event's repeated effects nothing explains. Something must have gone wrong between one effect
 * and the next: a call of the event or of its user's state met a fault, or its worker crashed, which it does
 * once. A restarted engine stands for everything that was under way, since it can hand out a message that a
 * worker still holds.
 *
 * @param hasCrashed whether the crash that was planned for the event has happened
 */
export function unexplainedRepeats(
  { id, user, fault }: SoakEvent,
  { repeats, hits }: Pick<Journal, 'repeats' | 'hits'>,
  hasCrashed: boolean,
): number {
  const withoutFault = (repeats.get(id) ?? []).filter(
    ({ received, since, at }) =>
      !hits.some((hit) => {
        if (hit.fault === 'restart') return hit.at > received && hit.at < at;
        const isOurs = hit.about === id || hit.about === `USER#${user}`;
        return isOurs && CALLS_BEHIND_AN_EFFECT.has(hit.step) && hit.at > since && hit.at < at;
      }),
  );
  const crashes = hasCrashed && fault?.kind === 'crash' && isBehindAnEffect(fault) ? 1 : 0;
  return Math.max(0, withoutFault.length - crashes);
}

function isBehindAnEffect({ plan }: Extract<SoakEvent['fault'], { kind: 'crash' }>): boolean {
  return CRASHES_BEHIND_AN_EFFECT.has(`${plan.when} ${plan.step}`);
}
