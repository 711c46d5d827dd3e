import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { isCallbackKey } from '../lambdas/message/event-key.ts';
import { toMessage } from '../lambdas/message/event-message.ts';
import { bodyOf } from './body-of.ts';
import type { Stage } from './stage.ts';

/** What a replay does with an event, and why not. */
export type Replayed =
  | { readonly eventId: string; readonly newId: string }
  | { readonly eventId: string; readonly refused: string };

/**
 * Sends events that are done once more, each under a key of its own, so that its handler runs again.
 *
 * The key holds the name of the replay. The same replay of the same event is therefore a duplicate, which the ledger
 * drops: a replay that was cut off is done again under its name, and no handler runs twice for it.
 *
 * @param name of the replay
 * @param rate messages a second, at most
 */
export async function* replay(
  stage: Stage,
  rows: readonly LedgerRow[],
  { name, rate }: { readonly name: string; readonly rate: number },
): AsyncGenerator<Replayed> {
  // In the order in which they came: a user's events are handled in that of the queue.
  const inOrder = rows.toSorted((one, other) => one.receivedAt.localeCompare(other.receivedAt));
  for (const row of inOrder) {
    const begun = performance.now();
    yield await replayOne(stage, row, name);
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, 1000 / rate - (performance.now() - begun)));
    });
  }
}

async function replayOne(stage: Stage, row: LedgerRow, name: string): Promise<Replayed> {
  const { eventId } = row;
  const refused = reasonAgainst(row);
  if (refused !== undefined) return { eventId, refused };
  const body = await bodyOf(stage, row);
  if (body === undefined) return { eventId, refused: 'its row has no body' };
  const message = toMessage({
    body,
    // Its id alone does not say that a replay is one of a callback.
    origin: isCallbackKey(eventId) ? 'widget' : 'replay',
    receivedAt: row.receivedAt,
    replayId: name,
  });
  const attributes = Object.entries(message.attributes).map(([key, value]) => [
    key,
    { DataType: 'String', StringValue: value },
  ]);
  await stage.sqs.send(
    new SendMessageCommand({
      QueueUrl: stage.names.events,
      MessageBody: message.text,
      MessageGroupId: message.groupId,
      MessageDeduplicationId: message.deduplicationId,
      MessageAttributes: Object.fromEntries(attributes),
    }),
  );
  return { eventId, newId: message.eventId };
}

function reasonAgainst({ status, eventId }: LedgerRow): string | undefined {
  if (status === 'DEAD') return 'it is a dead letter: redrive it';
  if (status === 'STARTED' || status === 'FAILED') return 'it is under way';
  if (eventId.includes('#')) return 'it is a replay itself: replay the event that it came from';
  return undefined;
}
