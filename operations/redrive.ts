import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import type { DeadLetter } from './dead-letter.ts';
import { type HeldLetters, holdDeadLetters } from './held-letters.ts';
import { noteAction } from './note-action.ts';
import { pace, RUN_WHEN_STALE, sendEvent, type Sent } from './send.ts';
import type { Stage } from './stage.ts';

/** How a redrive goes. */
export interface Redrive {
  /** Messages a second, at most. */
  readonly rate: number;
  /** Lets the handler run, also if something newer has overtaken its event. */
  readonly runStale: boolean;
  /** Ends it between two events. */
  readonly signal: AbortSignal;
}

/**
 * Sends dead letters back to the worker, in the order in which their events came, each in the group of its subject.
 *
 * A dead letter is deleted once it is sent. Cut off in between, it is sent again by the next redrive, and its event
 * runs once all the same: the ledger knows it.
 */
export async function* redrive(
  stage: Stage,
  chosen: readonly DeadLetter[],
  held: Pick<HeldLetters, 'letGo'>,
  { rate, runStale, signal }: Redrive,
): AsyncGenerator<Sent> {
  const paced = pace(rate);
  const sentTickets = new Set<string>();
  for (const letter of chosen) {
    if (signal.aborted) return;
    const { eventId, isTicket } = letter;
    // A second ticket of one event says nothing more than the first.
    if (isTicket && sentTickets.has(eventId)) {
      await drop(stage, letter, held);
      continue;
    }
    const refused = reasonAgainst(letter);
    if (refused !== undefined) {
      if (isLeftOver(letter)) await drop(stage, letter, held);
      yield { eventId, refused };
      continue;
    }
    await paced();
    if (isTicket) sentTickets.add(eventId);
    yield await redriveOne(stage, letter, held, runStale);
  }
}

/**
 * The same, and then what stood behind these: a whole message locks the others of its user. What dies after the
 * beginning is not meant, and no event is sent twice.
 */
export async function* redriveWithRest(
  stage: Stage,
  chosen: readonly DeadLetter[],
  held: Pick<HeldLetters, 'letGo'>,
  isMeant: (letter: DeadLetter) => boolean,
  how: Redrive,
): AsyncGenerator<Sent> {
  const begun = Date.now();
  yield* redrive(stage, chosen, held, how);
  const known = new Set(chosen.map(({ eventId }) => eventId));
  for (let isMore = chosen.some(({ isTicket }) => !isTicket); isMore && !how.signal.aborted; ) {
    await using next = await holdDeadLetters(stage);
    const rest = next.letters.filter(
      (letter) => letter.sentAt < begun && isMeant(letter) && !known.has(letter.eventId),
    );
    for (const { eventId } of rest) known.add(eventId);
    yield* redrive(stage, rest, next, how);
    isMore = rest.length > 0;
  }
}

async function redriveOne(
  stage: Stage,
  letter: DeadLetter,
  held: Pick<HeldLetters, 'letGo'>,
  runStale: boolean,
): Promise<Sent> {
  const { eventId, row, event, message } = letter;
  if (row && !(await noteAction(stage, row, 'redrive', row.status))) {
    return { eventId, refused: 'somebody else has redriven it meanwhile' };
  }
  const messageId = await sendEvent(stage, {
    text: message.Body,
    groupId: event.subject,
    // Of the dead letter: sending it twice within five minutes is once.
    deduplicationId: message.MessageId ?? '',
    attributes: { ...message.MessageAttributes, ...(runStale ? RUN_WHEN_STALE : {}) },
  });
  // Sent is sent: a letter that could not be deleted is left over, and the next redrive deletes it.
  await drop(stage, letter, held).catch(() => undefined);
  return { eventId, key: eventId, messageId };
}

async function drop(
  { sqs, names }: Stage,
  letter: DeadLetter,
  held: Pick<HeldLetters, 'letGo'>,
): Promise<void> {
  const { ReceiptHandle } = letter.message;
  await sqs.send(new DeleteMessageCommand({ QueueUrl: names.deadLetters, ReceiptHandle }));
  held.letGo(letter);
}

/**
 * The ticket of an event that is done: a redrive was cut off before it was deleted. A whole message is sent in any case:
 * it may be another body under the id of one that is done, which the ledger keeps as a conflict.
 */
function isLeftOver({ row, isTicket }: DeadLetter): boolean {
  return isTicket && (row?.status === 'DONE' || row?.status === 'QUARANTINED');
}

function reasonAgainst(letter: DeadLetter): string | undefined {
  const { row, isTicket } = letter;
  if (isLeftOver(letter)) return 'its event is done: the dead letter was left over, and is deleted';
  if (!isTicket) return undefined;
  if (!row) return 'its event has expired: a ticket has no body of its own';
  if (row.status !== 'DEAD') return 'it is under way';
  return undefined;
}
