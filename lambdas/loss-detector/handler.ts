import type { AwaitingAccount } from '../state/state-search.ts';
import type { Log, LogFields } from '../telemetry/log.ts';
import type { Measure } from '../telemetry/metrics.ts';
import { RUNS_EVERY_MINUTES, WATCHED_HOURS } from './contract.ts';

const MINUTE_MS = 60 * 1000;
const WATCHED_MS = WATCHED_HOURS * 60 * MINUTE_MS;
/** Two runs in a row may fail, or start late: a third one that did would raise an alarm of its own. */
const NEW_FOR_RUNS = 3;
/** Runs do not start to the second. */
const JITTER_MINUTES = 1;
/** No account falls between two runs; that it is new three times or four is no harm. */
const NEW_MS = (NEW_FOR_RUNS * RUNS_EVERY_MINUTES + JITTER_MINUTES) * MINUTE_MS;
/** More accounts in a row than this are one cause, and a hundred lines are enough to find it. */
const MAX_FOUND = 100;

/** What the loss detector needs of the world. */
export interface LossDetectorParts {
  /** A webhook of an account should have come so many minutes after the widget's word of it was written. */
  readonly lossAfterMinutes: number;
  /** Accounts without a webhook, by the time since which they wait; ISO 8601. */
  readonly readAwaiting: (search: {
    readonly from: string;
    readonly to: string;
    readonly limit: number;
  }) => Promise<readonly AwaitingAccount[]>;
  readonly createLog: (context: LogFields) => Log;
  readonly measure: Measure;
}

/**
 * Looks for accounts that the widget reported connected, and of which Smile's server has told nothing in
 * time: their webhooks may be lost. Counts them, also when there are none, and names each in the log.
 *
 * Each stays in that count for a day, and the next loss could not be told from it. So those that became
 * overdue within the last three runs have a count of their own; they are read apart from the older ones, of
 * which there may be more than are found.
 */
export function createLossDetector(parts: LossDetectorParts) {
  return async (
    _event: unknown,
    { awsRequestId: requestId }: { readonly awsRequestId: string },
  ): Promise<void> => {
    const now = Date.now();
    const overdueAt = now - parts.lossAfterMinutes * MINUTE_MS;
    const newAfter = overdueAt - NEW_MS;
    const search = (from: number, to: number) =>
      parts.readAwaiting({ from: iso(from), to: iso(to), limit: MAX_FOUND });
    const [known, fresh] = await Promise.all([
      search(now - WATCHED_MS, newAfter),
      search(newAfter + 1, overdueAt),
    ]);

    const log = parts.createLog({ requestId });
    for (const account of known) log.warn('account without a webhook', fieldsOf(account, false));
    for (const account of fresh) log.warn('account without a webhook', fieldsOf(account, true));
    parts.measure({
      AccountsWithoutWebhook: known.length + fresh.length,
      AccountsNewlyWithoutWebhook: fresh.length,
    });
  };
}

function fieldsOf({ pk, sk, awaitingSince }: AwaitingAccount, isNew: boolean): LogFields {
  return {
    subject: pk.replace('USER#', ''),
    accountId: sk.replace('ACCOUNT#', ''),
    awaitingSince,
    isNew,
  };
}

function iso(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}
