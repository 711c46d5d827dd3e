import type { AttemptFailure } from '../../local/functions/messages.ts';
import type { StackOf } from './detail.ts';

/** A run can last for days. */
const MOST_KEPT = 500;

/** The last failure of each event, with the message that no log and no row holds. In memory, of the local run only. */
export function recentFailures(): {
  readonly take: (failure: AttemptFailure) => void;
  readonly stackOf: StackOf;
} {
  const stacks = new Map<string, string>();
  return {
    take({ eventId, stack }) {
      stacks.delete(eventId);
      stacks.set(eventId, stack);
      if (stacks.size > MOST_KEPT) stacks.delete(stacks.keys().next().value ?? '');
    },
    stackOf: (eventId) => stacks.get(eventId),
  };
}
