import type { AwaitingAccount } from '../state/state-search.ts';
import type { Log, LogFields } from '../telemetry/log.ts';
import type { Measure } from '../telemetry/metrics.ts';

const MINUTE_MS = 60 * 1000;
/** An account that nobody looked after for a day is no alarm any more; it stays in the index. */
const WATCHED_MS = 24 * 60 * MINUTE_MS;
/** More accounts in a row than this are one cause, and a hundred lines are enough to find it. */
const MAX_FOUND = 100;

/** What the loss detector needs of the world. */
export interface LossDetectorParts {
  /** A webhook of an account should have come so many minutes after the widget reported it connected. */
  readonly lossAfterMinutes: number;
  /** Accounts without a webhook, by the time at which the widget reported them; ISO 8601. */
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
 */
export function createLossDetector(parts: LossDetectorParts) {
  return async (
    _event: unknown,
    { awsRequestId: requestId }: { readonly awsRequestId: string },
  ): Promise<void> => {
    const now = Date.now();
    const found = await parts.readAwaiting({
      from: new Date(now - WATCHED_MS).toISOString(),
      to: new Date(now - parts.lossAfterMinutes * MINUTE_MS).toISOString(),
      limit: MAX_FOUND,
    });

    const log = parts.createLog({ requestId });
    for (const { pk, sk, awaitingSince } of found) {
      log.warn('account without a webhook', {
        subject: pk.replace('USER#', ''),
        accountId: sk.replace('ACCOUNT#', ''),
        connectedAt: awaitingSince,
      });
    }
    parts.measure({ AccountsWithoutWebhook: found.length });
  };
}
