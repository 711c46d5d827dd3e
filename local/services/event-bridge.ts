import type { Judge } from '../iam/judge.ts';
import { type Operation, type RunningService, startJsonService } from './json-service.ts';
import { type Announcement, type BusEntry, judgeEntry } from './bus-entry.ts';
import { ServiceFault } from './service-fault.ts';

/** What the bus was told, and how to make it fail. */
export interface EventBridgeControl {
  /** Oldest first, the last ten thousand. Empty with an endpoint of somebody else. */
  readonly announcements: readonly Announcement[];
  /**
   * Fails the next calls of PutEvents: `entries` answers 200 and refuses each entry, as throttling
   * does; `requests` answers 500, which the SDK retries twice, each a call of its own.
   */
  failNext(calls: number, how?: 'entries' | 'requests'): void;
}

const KEPT = 10_000;
/** EventBridge API reference, PutEvents. */
const MAX_ENTRIES = 10;

/** PutEvents for one bus; entries are judged as AWS does, and remembered instead of routed. */
export async function startEventBridge(
  bus: string,
  judge?: Judge,
): Promise<RunningService & EventBridgeControl> {
  const announcements: Announcement[] = [];
  let failing: { calls: number; readonly how: 'entries' | 'requests' } = {
    calls: 0,
    how: 'entries',
  };

  const put = (entry: BusEntry) => {
    const judged = judgeEntry(entry, bus);
    if (judged.fault) return judged.fault;
    announcements.push(judged.announcement);
    if (announcements.length > KEPT) announcements.shift();
    return { EventId: judged.announcement.id };
  };

  const operations: Readonly<Record<string, Operation>> = {
    'AWSEvents.PutEvents'({ Entries }) {
      if (!Array.isArray(Entries) || Entries.length === 0 || Entries.length > MAX_ENTRIES) {
        throw new ServiceFault('ValidationException', `Send 1 to ${MAX_ENTRIES} entries.`);
      }
      if (failing.calls === 0) return answerOf(Entries.map(put));
      failing.calls -= 1;
      if (failing.how === 'requests') throw ServiceFault.internal();
      return answerOf(Entries.map(() => throttled));
    },
  };
  const service = await startJsonService(operations, { judge });
  return {
    ...service,
    announcements,
    failNext(calls, how = 'entries') {
      failing = { calls, how };
    },
  };
}

const throttled = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded.' };

function answerOf(entries: readonly object[]) {
  const FailedEntryCount = entries.filter((entry) => 'ErrorCode' in entry).length;
  return { FailedEntryCount, Entries: entries };
}
