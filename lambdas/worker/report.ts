import type { Arrival, Outcome } from '../ledger/ledger-row.ts';
import { isCallbackKey } from '../message/event-key.ts';
import { isCallbackName } from '../smile/callbacks.ts';
import { instantOf } from '../smile/envelope.ts';
import { isEventType } from '../smile/events.ts';
import type { StaleBecause } from '../state/merge.ts';
import type { LogFields } from '../telemetry/log.ts';
import type { MetricSet, MetricValues } from '../telemetry/metrics.ts';
import type { Deadlines } from './deadline.ts';
import type { WorkerParts } from './parts.ts';

/** How a message ended. */
export type Ending = Outcome | 'QUARANTINED' | 'DUPLICATE' | 'CONFLICT' | 'DEAD' | 'EXPIRED';

/** What is known of the attempt that ended it. */
interface Ended {
  readonly attempt?: number;
  readonly staleBecause?: StaleBecause | undefined;
  readonly marks?: MetricValues | undefined;
}

/** The ids that let a log line be found by event, subject or message. */
export function logContext(arrival: Arrival, attempt?: number): LogFields {
  const { eventId, type, subject, messageId, origin } = arrival;
  return { eventId, eventType: type, subject, messageId, origin, attempt };
}

const LEVELS = { QUARANTINED: 'warn', CONFLICT: 'warn', DEAD: 'error', EXPIRED: 'error' } as const;

const MESSAGES: Readonly<Record<Ending, string>> = {
  APPLIED: 'event done',
  STALE: 'event done',
  UNKNOWN_TYPE: 'event done',
  QUARANTINED: 'event quarantined: it is signed, but unreadable',
  DUPLICATE: 'duplicate dropped',
  CONFLICT: 'another body under a known id: the first one is kept',
  DEAD: 'event is in the dead letters',
  EXPIRED: 'ticket dropped: the ledger no longer has the row of its event',
};

/** Writes the one line of a settled message: how it ended, for people, filters and metrics. */
export function report(
  { record }: Pick<WorkerParts, 'record'>,
  arrival: Arrival,
  ending: Ending,
  { elapsedMs }: Pick<Deadlines, 'elapsedMs'>,
  { attempt, staleBecause, marks = {} }: Ended = {},
): undefined {
  const level = ending in LEVELS ? LEVELS[ending as keyof typeof LEVELS] : 'info';
  const fields = {
    ...logContext(arrival, attempt),
    outcome: ending,
    durationMs: Math.round(elapsedMs()),
    staleBecause: staleBecause && { ...staleBecause },
  };
  record(level, MESSAGES[ending], fields, ...metricsOf(arrival, ending, marks));
}

function metricsOf(arrival: Arrival, ending: Ending, marks: MetricValues): readonly MetricSet[] {
  const type = typeDimension(arrival);
  switch (ending) {
    case 'APPLIED':
    case 'STALE':
    case 'UNKNOWN_TYPE':
      return [
        { values: { Handled: 1 }, dimensions: { type, outcome: ending } },
        { values: { ...marks, ...ageOf(arrival) } },
      ];
    case 'QUARANTINED':
      return [{ values: { Quarantined: 1 } }];
    case 'DUPLICATE':
      return [{ values: { Duplicates: 1 } }];
    case 'CONFLICT':
      return [{ values: { Conflicts: 1 } }];
    case 'DEAD':
      return [{ values: { DeadLetters: 1 }, dimensions: { type } }];
    case 'EXPIRED':
      return [{ values: { TicketsExpired: 1 } }];
  }
}

/** A callback may have waited in a browser without a network: its age says nothing of us. */
function ageOf({ eventId, createdAt }: Arrival): MetricValues {
  if (isCallbackKey(eventId) || createdAt === undefined) return {};
  return { AgeToDone: Math.max(0, Date.now() - instantOf(createdAt)) };
}

/**
 * Types are few, but Smile can add one at any time: the unknown share a dimension. The key says whether it is
 * the type of an event or the name of a callback, as it does for the handlers.
 */
function typeDimension({ eventId, type = '' }: Arrival): string {
  const isKnown = isCallbackKey(eventId) ? isCallbackName : isEventType;
  return isKnown(type) ? type : 'OTHER';
}
