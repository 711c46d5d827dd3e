import type { Arrival, Outcome } from '../ledger/ledger-row.ts';
import { isCallbackKey } from '../message/event-key.ts';
import { isCallbackName } from '../smile/callbacks.ts';
import { instantOf } from '../smile/envelope.ts';
import { isEventType } from '../smile/events.ts';
import type { LogFields } from '../telemetry/log.ts';
import type { WorkerParts } from './parts.ts';

/** How a message ended. */
export type Ending = Outcome | 'QUARANTINED' | 'DUPLICATE' | 'CONFLICT' | 'DEAD';

/** The ids that let a log line be found by event, subject or message. */
export function logContext(arrival: Arrival, attempt?: number): LogFields {
  const { eventId, type, subject, messageId, origin, bodySha256 } = arrival;
  return { eventId, eventType: type, subject, messageId, origin, bodySha256, attempt };
}

/** Says in the log and the metrics how a message ended. */
export function report(
  { createLog, measure }: Pick<WorkerParts, 'createLog' | 'measure'>,
  arrival: Arrival,
  ending: Ending,
): void {
  const log = createLog(logContext(arrival));
  const type = typeDimension(arrival);
  switch (ending) {
    case 'APPLIED':
    case 'STALE':
    case 'UNKNOWN_TYPE':
      log.info('event done', { outcome: ending });
      measure({ Handled: 1 }, { type, outcome: ending });
      // A callback may have waited in a browser without a network: its age says nothing of us.
      if (isCallbackKey(arrival.eventId)) return;
      return measure({ AgeToDone: Math.max(0, Date.now() - instantOf(arrival.createdAt ?? '')) });
    case 'QUARANTINED':
      log.warn('event quarantined: it is signed, but unreadable');
      return measure({ Quarantined: 1 });
    case 'DUPLICATE':
      log.info('duplicate dropped');
      return measure({ Duplicates: 1 });
    case 'CONFLICT':
      log.warn('another body under a known id: the first one is kept');
      return measure({ Conflicts: 1 });
    case 'DEAD':
      log.error('event is in the dead letters');
      return measure({ DeadLetters: 1 }, { type });
  }
}

/**
 * Types are few, but anybody at Smile can add one: the unknown share a dimension. The key says whether it is
 * the type of an event or the name of a callback, as it does for the handlers.
 */
function typeDimension({ eventId, type = '' }: Arrival): string {
  const isKnown = isCallbackKey(eventId) ? isCallbackName : isEventType;
  return isKnown(type) ? type : 'OTHER';
}
