import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { pauseUnless } from './pause.ts';
import { rowsByKey } from './rows.ts';
import type { Stage } from './stage.ts';

/** An event that was sent. */
export interface Awaited {
  readonly eventId: string;
  /** Key of its row. */
  readonly key: string;
  /** SQS's id of its message. Unknown for what went through the ingress. */
  readonly messageId?: string | undefined;
  /** SQS's id of the message that the row was about before, if there was a row. */
  readonly earlier?: string | undefined;
}

/** An event that was sent, and its row once it is settled. */
export interface Settled {
  readonly eventId: string;
  readonly row: LedgerRow;
}

const FIRST_LOOK_MS = 200;
const LONGEST_PAUSE_MS = 2000;

/**
 * Yields each of the sent events as soon as it is done, dead again or quarantined.
 *
 * @param signal ends it; what is not yielded by then is still under way
 */
export async function* outcomes(
  stage: Stage,
  sent: readonly Awaited[],
  signal: AbortSignal,
): AsyncGenerator<Settled> {
  const waiting = new Map(sent.map((each) => [each.key, each]));
  for (let pause = FIRST_LOOK_MS; waiting.size > 0 && !signal.aborted; ) {
    const rows = await rowsByKey(stage, [...waiting.keys()]);
    const settled = rows.filter((row) => isSettled(row, waiting.get(row.eventId)));
    for (const row of settled) {
      const { eventId = row.eventId } = waiting.get(row.eventId) ?? {};
      waiting.delete(row.eventId);
      yield { eventId, row };
    }
    pause = settled.length > 0 ? FIRST_LOOK_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
    if (waiting.size > 0) await pauseUnless(signal, pause);
  }
}

/** A row that is dead since before says nothing of the message that was sent now. */
function isSettled({ status, messageId }: LedgerRow, sent: Awaited | undefined): boolean {
  if (status === 'DEAD') {
    return sent?.messageId === undefined
      ? messageId !== sent?.earlier
      : messageId === sent.messageId;
  }
  return status === 'DONE' || status === 'QUARANTINED';
}
