import type { EventLog } from './read-log.ts';

/** A run can last for days. */
const MOST_KNOWN = 1000;

/** What earlier lines said of events: the line of a retry has neither type nor subject. */
export function knownEvents(): (log: EventLog) => EventLog {
  const known = new Map<string, Pick<EventLog, 'eventType' | 'subject'>>();
  return (log) => {
    const { eventId, eventType, subject } = log;
    if (eventType === undefined) return { ...known.get(eventId), ...log };
    known.set(eventId, { eventType, ...(subject === undefined ? {} : { subject }) });
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? '');
    return log;
  };
}
