import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { bodyDigest } from '../../lambdas/message/body-digest.ts';
import { digestKey } from '../../lambdas/message/event-key.ts';
import { toMessage } from '../../lambdas/message/event-message.ts';
import { rowsByKey } from '../rows.ts';
import type { Stage } from '../stage.ts';

/** Where the ledger will say what became of a body that is delivered next. */
export interface Expected {
  /** Key of the row. */
  readonly key: string;
  /** The message of the row as it is now, which is not the one that comes. */
  readonly earlier?: string | undefined;
  /** The event is settled already: the delivery will be a duplicate. */
  readonly known?: LedgerRow;
}

/** Looks up what the ledger knows of a body before it is delivered. */
export async function expectedOf(stage: Stage, body: Uint8Array): Promise<Expected> {
  const { eventId: key } = toMessage({ body, origin: 'webhook', receivedAt: '' });
  const digest = bodyDigest(body);
  const [row] = await rowsByKey(stage, [key]);
  if (!row) return { key };
  // A conflict: the first body stands, and the second one gets a row of its own.
  if (row.bodySha256 !== digest) return { key: digestKey(digest) };
  const isSettled = row.status === 'DONE' || row.status === 'QUARANTINED';
  return isSettled ? { key, known: row } : { key, earlier: row.messageId };
}
