import { type RunningService, startJsonService } from './json-service.ts';
import { ServiceFault } from './service-fault.ts';

/** A stand-in for CloudWatch Logs that keeps the last lines of this run. */
export interface Logs extends RunningService {
  append(line: string): void;
}

/** The only pattern that the command line asks for: JSON lines about an event. */
export const ABOUT_EVENTS = '{ $.eventId = "*" }';

/** A run can last for days. */
const MOST_KEPT = 20_000;
const PAGE = 1000;

interface Kept {
  readonly timestamp: number;
  readonly message: string;
  readonly eventId: string;
}

/**
 * Starts it. It knows one operation, FilterLogEvents with the pattern {@link ABOUT_EVENTS}, and one log group, whatever
 * its name (CloudWatch Logs API reference).
 */
export async function startLogs(): Promise<Logs> {
  const lines: Kept[] = [];
  let count = 0;
  const service = await startJsonService({
    'Logs_20140328.FilterLogEvents': ({
      startTime = 0,
      endTime = Infinity,
      filterPattern,
      nextToken = '0',
    }) => {
      if (filterPattern !== ABOUT_EVENTS) {
        throw new ServiceFault('InvalidParameterException', `The local run knows ${ABOUT_EVENTS}.`);
      }
      const after = Number(nextToken);
      const found = lines.filter(
        ({ timestamp, eventId }) =>
          timestamp >= Number(startTime) && timestamp < Number(endTime) && Number(eventId) > after,
      );
      const events = found.slice(0, PAGE);
      return found.length > PAGE ? { events, nextToken: events.at(-1)?.eventId } : { events };
    },
  });
  return {
    ...service,
    append(message) {
      if (!isAboutEvent(message)) return;
      count += 1;
      lines.push({ timestamp: Date.now(), message, eventId: String(count) });
      if (lines.length > MOST_KEPT) lines.shift();
    },
  };
}

function isAboutEvent(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    return typeof (JSON.parse(line) as Record<string, unknown>).eventId === 'string';
  } catch {
    return false;
  }
}
