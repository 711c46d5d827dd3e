import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { isCallbackKey } from '../lambdas/message/event-key.ts';
import { toMessage } from '../lambdas/message/event-message.ts';
import { bodyOf } from './body-of.ts';
import { noteAction } from './note-action.ts';
import { pace, RUN_WHEN_STALE, sendEvent, type Sent, textAttributes } from './send.ts';
import type { Stage } from './stage.ts';

/** How a replay goes. */
export interface Replay {
  /** Its name is part of each key: the same replay of the same event is a duplicate. */
  readonly name: string;
  /** Messages a second, at most. */
  readonly rate: number;
  /** Lets the handler run, also if something newer has overtaken its event. */
  readonly runStale: boolean;
  /** Ends it between two events. */
  readonly signal: AbortSignal;
}

/**
 * Sends events that are done once more, each under a key of its own, so that its handler runs again.
 *
 * The key holds the name of the replay. The same replay of the same event is therefore a duplicate, which the ledger
 * drops: a replay that was cut off is done again under its name, and no handler runs twice for it.
 */
export async function* replay(
  stage: Stage,
  rows: readonly LedgerRow[],
  how: Replay,
): AsyncGenerator<Sent> {
  const paced = pace(how.rate);
  // In the order in which they came: a user's events are handled in that of the queue.
  const inOrder = rows.toSorted((one, other) => one.receivedAt.localeCompare(other.receivedAt));
  for (const row of inOrder) {
    if (how.signal.aborted) return;
    await paced();
    yield await replayOne(stage, row, how);
  }
}

async function replayOne(stage: Stage, row: LedgerRow, { name, runStale }: Replay): Promise<Sent> {
  const { eventId, status } = row;
  const refused = reasonAgainst(row);
  if (refused !== undefined) return { eventId, refused };
  const body = await bodyOf(stage, row);
  if (body === undefined) return { eventId, refused: 'its body has expired' };
  if (!(await noteAction(stage, row, 'replay', status))) {
    return { eventId, refused: 'it is under way again' };
  }
  const message = toMessage({
    body,
    // Its id alone does not say that a replay is one of a callback.
    origin: isCallbackKey(eventId) ? 'widget' : 'replay',
    receivedAt: row.receivedAt,
    replayId: name,
  });
  const messageId = await sendEvent(stage, {
    ...message,
    attributes: { ...textAttributes(message.attributes), ...(runStale ? RUN_WHEN_STALE : {}) },
  });
  return { eventId, key: message.eventId, messageId };
}

function reasonAgainst({ status, eventId }: LedgerRow): string | undefined {
  if (status === 'DEAD') return 'it is a dead letter: redrive it';
  if (status === 'STARTED' || status === 'FAILED') return 'it is under way';
  if (eventId.includes('#')) return 'it is a replay itself: replay the event that it came from';
  return undefined;
}
