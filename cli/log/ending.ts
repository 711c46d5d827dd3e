import { styleText } from 'node:util';
import type { EventLog } from './read-log.ts';

/** A sign, and what happened in words. */
export type Ending = readonly [sign: string, what: string];

/** How an event ended, for people. */
export function endingOf({
  outcome = '',
  attempt = 1,
  staleBecause,
  errorClass,
}: EventLog): Ending {
  switch (outcome) {
    case 'APPLIED':
      return [styleText('green', '✓'), attempt > 1 ? `applied on attempt ${attempt}` : 'applied'];
    case 'UNKNOWN_TYPE':
      return [styleText('yellow', '?'), 'a type that this version does not know'];
    case 'STALE':
      return [
        styleText('gray', '–'),
        `stale${staleBecause ? `: ${staleBecause.eventId} is newer` : ''}`,
      ];
    case 'DUPLICATE':
      return [styleText('gray', '–'), 'duplicate, not handled again'];
    case 'CONFLICT':
      return [styleText('magenta', '⊘'), 'another body under a known id'];
    case 'QUARANTINED':
      return [styleText('magenta', '⊘'), 'quarantined: it cannot be identified'];
    case 'DEAD':
      return [
        styleText('red', '✗'),
        `dead letter${errorClass === undefined ? '' : `, ${errorClass}`}`,
      ];
    default:
      return ['·', outcome.toLowerCase()];
  }
}

/** When an event comes again, for people. */
export function retryOf({ reason, seconds }: EventLog): string {
  const when = seconds === undefined ? 'after the visibility timeout' : `in ${seconds} s`;
  if (reason === 'failed') return `again ${when}`;
  return `again ${when}, no attempt spent (${reason ?? 'fault'})`;
}
