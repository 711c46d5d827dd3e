import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { pauseUnless } from './pause.ts';
import type { Stage } from './stage.ts';

/** A line that the worker has written about an event. */
export interface LogLine {
  readonly message: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** It came when later lines were shown already. */
  readonly isLate: boolean;
}

/** Lines that are JSON about an event (CloudWatch Logs, Filter pattern syntax for JSON log events). */
const ABOUT_EVENTS = '{ $.eventId = "*" }';
/** Lines can appear some seconds after they were written: these are looked at again. */
const LOOK_BACK_MS = 15_000;

/**
 * Lines of the worker about events, oldest first.
 *
 * @param since epoch milliseconds
 * @param until epoch milliseconds
 */
export function eventLog(
  { logs, names }: Stage,
  since: number,
  until: number,
): AsyncGenerator<FilteredLogEvent> {
  return readEventLog(logs, names.workerLog, since, until);
}

/** The same of any function. */
export async function* readEventLog(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  since: number,
  until: number,
): AsyncGenerator<FilteredLogEvent> {
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName,
        filterPattern: ABOUT_EVENTS,
        startTime: since,
        endTime: until,
        nextToken,
      }),
    );
    yield* page.events ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

/** How lines are followed. */
export interface Following {
  readonly signal: AbortSignal;
  /** Between two looks; longer after a failure. Milliseconds. */
  readonly everyMs: number;
  /** Is told that the log was read for the first time. */
  readonly ready: () => void;
  /** Is told that the log could not be read, and when it is tried again, in milliseconds. */
  readonly lost: (error: unknown, againInMs: number) => void;
}

const LONGEST_WAIT_MS = 30_000;

/**
 * Makes a look at the log, which yields the lines that no look before has yielded, oldest first.
 *
 * @param begun epoch milliseconds: older lines are not looked at
 */
export function eventLooks(stage: Stage, begun: number): () => AsyncGenerator<LogLine> {
  const seen = new Map<string, number>();
  let newest = begun;
  return async function* look() {
    const from = Math.max(begun, newest - LOOK_BACK_MS);
    for await (const { eventId = '', timestamp = 0, message = '' } of eventLog(
      stage,
      from,
      Date.now() + LOOK_BACK_MS,
    )) {
      if (seen.has(eventId)) continue;
      seen.set(eventId, timestamp);
      yield { message, at: timestamp, isLate: timestamp < newest };
      newest = Math.max(newest, timestamp);
    }
    for (const [id, at] of seen) if (at < newest - LOOK_BACK_MS) seen.delete(id);
  };
}

/** Yields lines from now on until the signal. After a failure it looks again, and misses nothing. */
export async function* followEvents(
  stage: Stage,
  { signal, everyMs, ready, lost }: Following,
): AsyncGenerator<LogLine> {
  const look = eventLooks(stage, Date.now());
  let [wait, isReady] = [everyMs, false];
  while (!signal.aborted) {
    try {
      yield* look();
      wait = everyMs;
      if (!isReady) ready();
      isReady = true;
    } catch (error) {
      lost(error, (wait = Math.min(wait * 2, LONGEST_WAIT_MS)));
    }
    await pauseUnless(signal, wait);
  }
}
