import type { Step } from '../plan.ts';

/** A request to AWS, read whole. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** `X-Amz-Target`; empty for S3. */
  readonly target: string;
  readonly body: Buffer;
}

/** Which step of which event a call is. */
export interface Sighting {
  readonly step: Step;
  /** The event's id; of a body its key in the bucket, of a state item its partition; empty: of none. */
  readonly about: string;
}

type Json = Readonly<Record<string, unknown>>;

/** What the queue has handed out: receipts are all that a later call of the same message names. */
export type Receipts = ReadonlyMap<string, string>;

/** Undefined for calls that belong to no event: making queues, polls, counts. */
export function sightingOf(
  { method, path, target, body }: Call,
  receipts: Receipts,
): Sighting | undefined {
  if (target === '') return bodySighting(method, path);
  const operation = target.split('.').at(-1);
  if (operation === 'GetSecretValue') return { step: 'read-secret', about: '' };
  const sight = sights[operation ?? ''];
  return sight?.(JSON.parse(body.toString()) as Json, receipts);
}

function bodySighting(method: string, path: string): Sighting | undefined {
  const [, about] = /(bodies\/[0-9a-f]{64}\/[0-9a-f]{64})/.exec(path) ?? [];
  if (about === undefined) return undefined;
  return { step: method === 'PUT' ? 'put-body' : 'fetch-body', about };
}

const sights: Readonly<Record<string, (input: Json, receipts: Receipts) => Sighting | undefined>> =
  {
    SendMessage: ({ QueueUrl, MessageAttributes }) => ({
      step: /dead-letters/.test(String(QueueUrl)) ? 'send-dead' : 'send',
      about: textIn(MessageAttributes, 'eventId', 'StringValue'),
    }),
    SendMessageBatch: ({ Entries }) => ({
      step: 'send-callbacks',
      about: textIn(Entries, '0', 'MessageAttributes', 'eventId', 'StringValue'),
    }),
    DeleteMessage: ({ ReceiptHandle }, receipts) =>
      ofReceipt('delete', String(ReceiptHandle), receipts),
    ChangeMessageVisibility: ({ ReceiptHandle }, receipts) =>
      ofReceipt('hide', String(ReceiptHandle), receipts),
    ReceiveMessage: () => ({ step: 'receive', about: '' }),
    PutEvents: ({ Entries }) => {
      const detail = JSON.parse(textIn(Entries, '0', 'Detail') || '{}') as { eventId?: string };
      return { step: 'announce', about: detail.eventId ?? '' };
    },
    Book: ({ eventId }) => ({ step: 'handler', about: String(eventId) }),
    GetItem: ({ Key }) => keySighting(Key, 'read-state'),
    PutItem: ({ Item }) => quarantineSighting(Item) ?? keySighting(Item, 'write-state'),
    UpdateItem({ Key, ExpressionAttributeValues }) {
      const step = WRITES[textIn(ExpressionAttributeValues, ':status', 'S')];
      const about = textIn(Key, 'eventId', 'S');
      // Who gives an attempt back sets their number, too.
      const isGivenBack = textIn(ExpressionAttributeValues, ':attempts', 'N') !== '';
      return step && { step: step === 'fail' && isGivenBack ? 'give-back' : step, about };
    },
  };

/** What a write to a ledger row is, by the status that it sets. */
const WRITES: Readonly<Record<string, Step>> = {
  STARTED: 'begin',
  DONE: 'finish',
  FAILED: 'fail',
  DEAD: 'bury',
};

function quarantineSighting(item: unknown): Sighting | undefined {
  if (textIn(item, 'status', 'S') !== 'QUARANTINED') return undefined;
  const reason = textIn(item, 'lastError', 'M', 'code', 'S');
  const step = reason === 'conflict' ? 'conflict' : 'quarantine';
  return { step, about: textIn(item, 'eventId', 'S') };
}

function keySighting(item: unknown, ofState: Step): Sighting | undefined {
  const eventId = textIn(item, 'eventId', 'S');
  if (eventId !== '') return { step: 'begin', about: eventId };
  const partition = textIn(item, 'pk', 'S');
  return partition === '' ? undefined : { step: ofState, about: partition };
}

function ofReceipt(step: Step, receipt: string, receipts: Receipts): Sighting | undefined {
  const about = receipts.get(receipt);
  return about === undefined ? undefined : { step, about };
}

function textIn(value: unknown, ...path: readonly string[]): string {
  let found = value;
  for (const name of path) found = (found as Record<string, unknown> | undefined)?.[name];
  return typeof found === 'string' ? found : '';
}
