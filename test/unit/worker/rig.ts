import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { vi } from 'vitest';
import { toMessage } from '../../../lambdas/message/event-message.ts';
import { finderOf } from '../../../lambdas/receiver/create-handlers.ts';
import type { Handler, HandlerOptions } from '../../../lambdas/receiver/handler.ts';
import type { SmileEvent } from '../../../lambdas/smile/events.ts';
import { createHandlers } from '../../../lambdas/receiver/index.ts';
import type { AnnouncementDetail } from '../../../lambdas/worker/announce.ts';
import type { FifoMessage } from '../../../lambdas/aws/sqs.ts';
import { createWorker } from '../../../lambdas/worker/handler.ts';
import type { WorkerParts } from '../../../lambdas/worker/parts.ts';
import { DEFAULT_RETRY } from '../../../lambdas/worker/contract.ts';
import { handlers } from '../../delivered/handlers.ts';
import { memoryLedger } from '../ledger/memory-ledger.ts';
import { recording } from '../telemetry/recording.ts';
import { memoryStates } from './memory-states.ts';

export const VISIBILITY_TIMEOUT_SECONDS = 180;

/** Every call that the worker makes to the world outside of it. */
export type Step =
  | 'bodies.get'
  | 'ledger.row'
  | 'ledger.begin'
  | 'ledger.quarantine'
  | 'states.read'
  | 'states.refer'
  | 'handler'
  | 'announce'
  | 'states.write'
  | 'ledger.finish'
  | 'ledger.fail'
  | 'ledger.release'
  | 'ledger.bury'
  | 'deadLetters.send'
  | 'hide';

/** What happens to a call: it does not get there, its answer does not come back, or neither returns. */
type Disturbance = { readonly error: unknown; readonly when: 'before' | 'after' } | 'hangs';

/** A worker among in-memory neighbours whose every call is recorded and can be disturbed. */
export function createRig() {
  const steps: Step[] = [];
  const disturbances = new Map<Step, Disturbance[]>();
  const { ledger, rows } = memoryLedger(VISIBILITY_TIMEOUT_SECONDS);
  const { states, items, contention } = memoryStates();
  const bodies = new Map<string, Uint8Array>();
  const deadLetters: FifoMessage[] = [];
  const hidden: { receiptHandle: string; seconds: number }[] = [];
  const announced: AnnouncementDetail[] = [];
  const records = recording();
  const awaited = new Map<Step, () => void>();

  /** The neighbour's function, recorded and open to disturbance. */
  function step<A extends unknown[], R>(name: Step, call: (...args: A) => Promise<R>) {
    return async (...args: A): Promise<R> => {
      steps.push(name);
      awaited.get(name)?.();
      const disturbance = disturbances.get(name)?.shift();
      if (disturbance === 'hangs') return await new Promise<never>(() => {});
      if (disturbance?.when === 'before') throw disturbance.error;
      const result = await call(...args);
      if (disturbance) throw disturbance.error;
      return result;
    };
  }

  const parts: WorkerParts = {
    find: withRecordedHandlers(step),
    ledger: {
      row: step('ledger.row', ledger.row),
      begin: step('ledger.begin', ledger.begin),
      finish: step('ledger.finish', ledger.finish),
      fail: step('ledger.fail', ledger.fail),
      release: step('ledger.release', ledger.release),
      bury: step('ledger.bury', ledger.bury),
      quarantine: step('ledger.quarantine', ledger.quarantine),
    },
    states: {
      read: step('states.read', states.read),
      write: step('states.write', states.write),
      refer: step('states.refer', states.refer),
    },
    bodies: {
      put: async (ref, body) => void bodies.set(ref, body),
      get: step('bodies.get', async (ref) => bodies.get(ref)),
    },
    announce: step('announce', async ({ detail }) => {
      announced.push(detail);
    }),
    deadLetters: {
      send: step('deadLetters.send', async (letter) => {
        // As SQS within five minutes.
        if (deadLetters.some((known) => known.deduplicationId === letter.deduplicationId)) return;
        deadLetters.push(letter);
      }),
    },
    hide: step('hide', async (receiptHandle, seconds) => {
      hidden.push({ receiptHandle, seconds });
    }),
    createLog: records.createLog,
    record: records.record,
    retry: DEFAULT_RETRY,
    visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
  };

  const disturb = (name: Step, disturbance: Disturbance, times: number) => {
    const waiting = disturbances.get(name) ?? [];
    disturbances.set(name, [...waiting, ...Array.from({ length: times }, () => disturbance)]);
  };

  const deliver = (record: SQSRecord | readonly SQSRecord[], remainingMs = 30_000) =>
    invoke(parts, [record].flat(), remainingMs);

  return {
    parts,
    steps,
    rows,
    items,
    contention,
    bodies,
    deadLetters,
    hidden,
    announced,
    records,
    /** The next calls of this step throw, and nothing happens. */
    fail: (name: Step, error: unknown, times = 1) =>
      disturb(name, { error, when: 'before' }, times),
    /** The next call of this step happens, and its answer is lost. */
    loseAnswer: (name: Step, error: unknown) => disturb(name, { error, when: 'after' }, 1),
    /** The next call of this step never returns. */
    hang: (name: Step) => disturb(name, 'hangs', 1),
    calm: () => disturbances.clear(),
    /** Hands messages to the worker as one invocation. */
    deliver,
    /** Hands over a message and kills the worker inside this step: nothing of it goes on. */
    async crash(name: Step, record: SQSRecord): Promise<void> {
      disturb(name, 'hangs', 1);
      const { promise: reached, resolve } = Promise.withResolvers<void>();
      awaited.set(name, resolve);
      void deliver(record);
      await reached;
      awaited.delete(name);
    },
    /** The same with other parts in place of some. */
    deliverTo: (over: Partial<WorkerParts>, record: SQSRecord) =>
      invoke({ ...parts, ...over }, [record], 30_000),
    /** A message of this body, first receive; what it refers to is in the bucket. */
    message(body: object | Uint8Array, over: Partial<Parameters<typeof toMessage>[0]> = {}) {
      const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
      const receivedAt = new Date().toISOString();
      const message = toMessage({ body: bytes, origin: 'webhook', receivedAt, ...over });
      if (message.bodyRef) bodies.set(message.bodyRef, bytes);
      return asRecord(message);
    },
  };
}

export type Rig = ReturnType<typeof createRig>;

function invoke(
  parts: WorkerParts,
  Records: SQSRecord[],
  remainingMs: number,
): Promise<SQSBatchResponse> {
  const worker = createWorker(parts);
  return worker(
    { Records },
    { awsRequestId: 'request-1', getRemainingTimeInMillis: () => remainingMs },
  );
}

/** Every event and callback has a handler that does nothing, recorded as the step `handler`. */
function withRecordedHandlers(
  step: <A extends unknown[], R>(
    name: Step,
    call: (...args: A) => Promise<R>,
  ) => (...args: A) => Promise<R>,
): WorkerParts['find'] {
  const find = finderOf(handlers);
  const handle = step('handler', async () => {});
  return (kind, type) => ({ ...find(kind, type), handle });
}

/** A message that has killed its worker in the handler five times, as it comes the sixth time. */
export async function crashedFiveTimes(rig: Rig): Promise<SQSRecord> {
  let record = rig.message(connected());
  for (let death = 1; death <= 5; death += 1) {
    await rig.crash('handler', record);
    vi.setSystemTime(Date.now() + VISIBILITY_TIMEOUT_SECONDS * 1000);
    record = again(record);
  }
  return record;
}

/** The rig's parts with business code for ACCOUNT_CONNECTED. */
export function withHandler(
  { parts }: Rig,
  handle: Handler<SmileEvent<'ACCOUNT_CONNECTED'>>,
  options: HandlerOptions = {},
): Partial<WorkerParts> {
  const find = finderOf(createHandlers().on('ACCOUNT_CONNECTED', options, handle));
  return {
    find: (kind, type) => (type === 'ACCOUNT_CONNECTED' ? find : parts.find)(kind, type),
  };
}

let messages = 0;

/** A message as the queue hands it out at its first receive; a dead letter too, once a redrive moved it. */
export function asRecord(message: FifoMessage): SQSRecord {
  messages += 1;
  const attributes = Object.entries(message.attributes).map(
    ([name, stringValue]) => [name, { stringValue, dataType: 'String' as const }] as const,
  );
  return {
    messageId: `message-${messages}`,
    receiptHandle: `receipt-${messages}-1`,
    body: message.text,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.now()),
      SenderId: 'ingress',
      ApproximateFirstReceiveTimestamp: String(Date.now()),
      MessageGroupId: message.groupId,
      MessageDeduplicationId: message.deduplicationId,
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:smile-test-events.fifo',
    awsRegion: 'eu-west-1',
  };
}

/** The same message at its next receive, or after some that nobody saw. */
export function again(record: SQSRecord, receives = 1): SQSRecord {
  const count = Number(record.attributes.ApproximateReceiveCount) + receives;
  return {
    ...record,
    receiptHandle: `${record.messageId.replace('message', 'receipt')}-${count}`,
    attributes: { ...record.attributes, ApproximateReceiveCount: String(count) },
  };
}

/** The last dead letter as a redrive moves it: the same content under a new message id. */
export function redriven({ deadLetters }: Rig): SQSRecord {
  const letter = deadLetters.at(-1);
  if (!letter) throw new Error('There is no dead letter to redrive.');
  return asRecord(letter);
}

export const failures = (...records: SQSRecord[]): SQSBatchResponse => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

export const ACKNOWLEDGED: SQSBatchResponse = { batchItemFailures: [] };

/** ACCOUNT_CONNECTED of one account, unless told otherwise. */
export function connected(over: { id?: string; createdAt?: string; data?: object } = {}) {
  return {
    id: over.id ?? 'et-1',
    version: 1,
    type: 'ACCOUNT_CONNECTED',
    createdAt: over.createdAt ?? '2026-01-02T03:04:05Z',
    data: {
      userId: 'u-1',
      accountId: 'a-1',
      loginName: 'sample.applicant@example.com',
      providers: ['example_payroll'],
      ...over.data,
    },
  };
}
