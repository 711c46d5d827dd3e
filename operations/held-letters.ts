import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { TICKET_ATTRIBUTE } from '../lambdas/message/contract.ts';
import { bodyOf } from './body-of.ts';
import { bodyRefOf, type DeadLetter, eventIdOf, toDeadLetter } from './dead-letter.ts';
import { rowsByKey } from './rows.ts';
import type { Stage } from './stage.ts';

/** Dead letters that nobody else sees while they are held. */
export interface HeldLetters extends AsyncDisposable {
  /** In the order in which their events came. */
  readonly letters: readonly DeadLetter[];
  /** How many more the queue has: of users whose first ten are held, or held by another command. */
  readonly beyond: number;
  /** How long the queue keeps a message. */
  readonly retentionSeconds: number;
  /** Holds one no longer: it was deleted, or shall be seen again. */
  readonly letGo: (letter: DeadLetter) => void;
  /** Lets others see them again at once. */
  readonly giveBack: (letters: readonly DeadLetter[]) => Promise<void>;
}

/** A command that is killed gives back what it holds after this time. */
const HOLD_SECONDS = 15;
const RENEW_MS = 5000;
/** SQS takes and gives ten at a time (SQS API reference). */
const AT_ONCE = 10;
/** Thousands of dead letters are renewed well before their time is over. */
const SENDERS = 8;

/**
 * Takes every dead letter of a stage in hand, and gives back at the end what was not deleted.
 *
 * @param atMost so many, unless there are fewer
 */
export async function holdDeadLetters(stage: Stage, atMost = Infinity): Promise<HeldLetters> {
  const held = new Map<string, Message>();
  const renewal = setInterval(() => void change(stage, held, HOLD_SECONDS), RENEW_MS);
  const end = async () => {
    clearInterval(renewal);
    await change(stage, held, 0);
  };
  try {
    await receiveAll(stage, held, atMost);
    const messages = [...held.values()];
    const rows = await rowsByKey(stage, messages.map(eventIdOf));
    const rowOf = new Map(rows.map((row) => [row.eventId, row]));
    const letters = await Promise.all(
      messages.map(async (each) => {
        const row = rowOf.get(eventIdOf(each));
        return toDeadLetter(each, row, row ? undefined : await wholeBody(stage, each));
      }),
    );
    const { total, retentionSeconds } = await queueOf(stage);
    return {
      letters: letters.toSorted(inOrder),
      beyond: Math.max(0, total - messages.length),
      retentionSeconds,
      letGo: ({ message }) => held.delete(message.MessageId ?? ''),
      async giveBack(given) {
        const back = new Map<string, Message>();
        for (const { message } of given) {
          held.delete(message.MessageId ?? '');
          back.set(message.MessageId ?? '', message);
        }
        await change(stage, back, 0);
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The body of a whole message; undefined for a ticket, which has none, and for one that has expired. */
async function wholeBody(stage: Stage, message: Message): Promise<Uint8Array | undefined> {
  if (message.MessageAttributes?.[TICKET_ATTRIBUTE]) return undefined;
  const bodyRef = bodyRefOf(message);
  return bodyRef === undefined ? Buffer.from(message.Body ?? '') : await bodyOf(stage, { bodyRef });
}

function inOrder(one: DeadLetter, other: DeadLetter): number {
  const byTime = one.event.receivedAt.localeCompare(other.event.receivedAt);
  return byTime === 0 ? one.sentAt - other.sentAt : byTime;
}

async function receiveAll(
  { sqs, names }: Stage,
  held: Map<string, Message>,
  atMost: number,
): Promise<void> {
  while (held.size < atMost) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: names.deadLetters,
        MaxNumberOfMessages: Math.min(AT_ONCE, atMost - held.size),
        VisibilityTimeout: HOLD_SECONDS,
        // Without a wait SQS asks some of its servers only (SQS developer guide, Short and long polling).
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return;
    for (const message of Messages) held.set(message.MessageId ?? '', message);
  }
}

/** Best effort: what cannot be changed comes back by itself. */
async function change(
  { sqs, names }: Stage,
  held: ReadonlyMap<string, Message>,
  VisibilityTimeout: number,
): Promise<void> {
  const entries = Array.from(held.values(), ({ ReceiptHandle }, index) => {
    return { Id: String(index), ReceiptHandle, VisibilityTimeout };
  });
  const batches = Map.groupBy(entries, (_entry, index) => Math.floor(index / AT_ONCE)).values();
  const send = async () => {
    for (const Entries of batches) {
      await sqs
        .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: names.deadLetters, Entries }))
        .catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
}

async function queueOf({ sqs, names }: Stage) {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: names.deadLetters,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'MessageRetentionPeriod',
      ],
    }),
  );
  return {
    total:
      Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
    retentionSeconds: Number(Attributes?.MessageRetentionPeriod ?? 0),
  };
}
