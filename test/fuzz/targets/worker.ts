import assert from 'node:assert/strict';
import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { AwsFault } from '../../../lambdas/clients/aws-fault.ts';
import type { HandlerRegistry } from '../../../lambdas/dispatch/handler.ts';
import { Permanent } from '../../../lambdas/dispatch/permanent.ts';
import { RetryLater } from '../../../lambdas/dispatch/retry-later.ts';
import { registry } from '../../delivered/registry.ts';
import type { Outcome } from '../../../lambdas/ledger/ledger-row.ts';
import { type EventMessage, toMessage } from '../../../lambdas/message/event-message.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { detailOf } from '../../../lambdas/worker/announce.ts';
import { RETRY } from '../../../lambdas/worker/backoff.ts';
import { asDeadLetter } from '../../../lambdas/worker/dead-letters.ts';
import { createWorker } from '../../../lambdas/worker/handler.ts';
import type { WorkerParts } from '../../../lambdas/worker/parts.ts';
import { memoryLedger } from '../../unit/ledger/memory-ledger.ts';
import { memoryStates } from '../../unit/worker/memory-states.ts';
import { recording } from '../../unit/telemetry/recording.ts';
import { anyBody } from '../inputs/events.ts';
import { CANARY } from '../inputs/json.ts';
import { asRecord } from '../inputs/queue.ts';
import { target } from '../target.ts';

const VISIBILITY_TIMEOUT = 180;
/** More receives than five attempts and all the faults of a case together. */
const MOST_RECEIVES = 40;

const STEPS = [
  'begin',
  'quarantine',
  'finish',
  'fail',
  'release',
  'bury',
  'read',
  'write',
  'get',
  'announce',
  'dead letter',
  'hide',
] as const;

const aFault = () => new AwsFault(new Error(CANARY));
const THROWN = {
  fault: aFault,
  'lost answer': aFault,
  /** AWS finds fault with the request itself. */
  refusal: () => Object.assign(new Error(CANARY), { name: 'ValidationException' }),
  nonsense: () => CANARY,
};

/** Which call of a case is hit, what is thrown, and whether it had happened all the same. */
const anyDisturbance = fc
  .record({
    step: fc.constantFrom(...STEPS),
    nth: fc.nat(4),
    kind: fc.constantFrom('fault', 'fault', 'lost answer', 'lost answer', 'refusal', 'nonsense'),
  })
  .map(({ step, nth, kind }) => ({
    step,
    nth,
    happened: kind === 'lost answer',
    thrown: THROWN[kind],
  }));

const anyEnding = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  fc.constantFrom(
    () => new Error(CANARY),
    () => new RetryLater(Number.NaN),
    () => new RetryLater(3),
    () => new Permanent('the partner has no such user'),
    () => Object.assign(new Error(CANARY), { code: CANARY, name: CANARY }),
    () => CANARY,
    () => null,
  ),
);

const connected = {
  id: 'et-1',
  type: 'ACCOUNT_CONNECTED',
  createdAt: '2026-01-02T03:04:05Z',
  data: { userId: 'u-1', accountId: 'a-1' },
};

/** Of one account within seconds, so that many come too late. */
const aHistory = fc
  .array(
    fc.record({
      type: fc.constantFrom('ACCOUNT_CREATED', 'ACCOUNT_CONNECTED', 'ACCOUNT_DISCONNECTED'),
      second: fc.nat(4),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((events) =>
    events.map(({ type, second }, n) => {
      const event = {
        ...connected,
        id: `et-${n}`,
        type,
        createdAt: `2026-01-02T03:04:0${second}Z`,
      };
      return Buffer.from(JSON.stringify(event));
    }),
  );

const inputs = fc.record({
  bodies: fc.oneof(fc.array(anyBody, { minLength: 1, maxLength: 3 }), aHistory),
  /** The order of deliveries: some bodies come again, as another message. */
  order: fc.array(fc.nat(11), { minLength: 1, maxLength: 5 }),
  endings: fc.array(anyEnding, { maxLength: 8 }),
  disturbances: fc.array(anyDisturbance, { maxLength: 4 }),
});
type Input = typeof inputs extends fc.Arbitrary<infer I> ? I : never;

/** The event was done, but the answer to that write was lost: it was given back, and ran again. */
const FOUND: Input[] = [
  {
    bodies: [Buffer.from(JSON.stringify(connected))],
    order: [0],
    endings: [],
    disturbances: [{ step: 'finish', nth: 0, happened: true, thrown: aFault }],
  },
];

/** @param create what is on trial */
export const workerTarget = (create = createWorker) =>
  target(
    'every message is settled in the end, as its row says, and nothing personal gets out',
    5,
    inputs,
    async (input) => {
      const world = worldOf(input);
      const work = create(world.parts);

      for (const [index, which] of input.order.entries()) {
        const body = input.bodies[which % input.bodies.length] as Uint8Array;
        const message = world.receive(body);
        for (let receives = 1; ; receives += 1) {
          assert.ok(receives <= MOST_RECEIVES, 'a message never ends');
          const record = asRecord(message, `message-${index}`, receives);
          const { batchItemFailures } = await work({ Records: [record] }, CONTEXT);
          if (batchItemFailures.length === 0) break;
          assert.deepEqual(batchItemFailures, [{ itemIdentifier: record.messageId }]);
        }
        world.assertKept(message, `message-${index}`);
      }

      assert.deepEqual(world.ranAfterDone, [], 'ran after they were done');
      for (const done of world.done) assertDone(done);
      const rows = Array.from(world.rows.values(), ({ body: _body, ...row }) => row);
      for (const said of [world.said(), rows, world.announced, world.deadLetterAttributes()]) {
        assert.ok(!JSON.stringify(said).includes(CANARY), 'something personal was said');
      }
    },
    FOUND,
  );

/** How an event came to its end. */
interface Done {
  readonly eventId: string;
  readonly outcome: Outcome;
  /** Runs of a handler in the attempt that ended it. */
  readonly runs: number;
  /** Whether some fact in the state was told by it. */
  readonly isTold: boolean;
}

/** Only what came too late has no run, and only what was in time is in the state. */
function assertDone({ eventId, outcome, runs, isTold }: Done): void {
  assert.equal(runs, outcome === 'STALE' ? 0 : 1, `${outcome} after ${runs} runs: ${eventId}`);
  const where = isTold ? 'in the state' : 'not in the state';
  assert.equal(isTold, outcome === 'APPLIED', `${outcome} and ${where}: ${eventId}`);
}

/** The events that have told what is known of these things; an end tells its status. */
function tellersOf(items: Iterable<StateItem>): Set<string> {
  const facts = Array.from(items, ({ status, tasks, dataPoints }) =>
    [status, ...Object.values(tasks ?? {}), ...Object.values(dataPoints ?? {})].filter(Boolean),
  );
  return new Set(facts.flat().map((fact) => fact?.eventId ?? ''));
}

const CONTEXT = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 };

/** The worker's neighbours in memory, disturbed as the case wants it. */
function worldOf({ endings, disturbances }: Input) {
  const { ledger, rows } = memoryLedger({
    maxAttempts: RETRY.maxAttempts,
    visibilityTimeoutSeconds: VISIBILITY_TIMEOUT,
  });
  const { states, items } = memoryStates();
  const bodies = new Map<string, Uint8Array>();
  const announced: object[] = [];
  const deadLetters: ReturnType<typeof asDeadLetter>[] = [];
  const done: Done[] = [];
  const ranAfterDone: string[] = [];
  /** Of the attempt under way. */
  let runs = 0;
  const { createLog, measure, said } = recording();
  const calls = new Map<string, number>();
  const left = [...endings];

  function step<A extends unknown[], R>(
    name: (typeof STEPS)[number],
    call: (...args: A) => Promise<R>,
  ) {
    return async (...args: A): Promise<R> => {
      const nth = calls.get(name) ?? 0;
      calls.set(name, nth + 1);
      const hit = disturbances.find((one) => one.step === name && one.nth === nth);
      if (hit && !hit.happened) throw hit.thrown();
      const result = await call(...args);
      if (hit) throw hit.thrown();
      return result;
    };
  }

  const handle: HandlerRegistry['fallback'] = async ({ id }, { announce }) => {
    if (done.some(({ eventId }) => eventId === id)) ranAfterDone.push(id);
    runs += 1;
    await announce();
    const ending = left.shift();
    if (ending) throw ending();
  };
  const all = (entries: object) =>
    Object.fromEntries(Object.keys(entries).map((type) => [type, handle]));

  const parts: WorkerParts = {
    registry: {
      handlers: all(registry.handlers) as unknown as HandlerRegistry['handlers'],
      callbacks: all(registry.callbacks) as unknown as HandlerRegistry['callbacks'],
      fallback: handle,
    },
    ledger: {
      begin: step('begin', async (arrival) => {
        runs = 0;
        return await ledger.begin(arrival);
      }),
      quarantine: step('quarantine', ledger.quarantine),
      finish: step('finish', async (lease, outcome) => {
        await ledger.finish(lease, outcome);
        const { eventId } = lease;
        // A key of ours may stand before the id; the state knows the event by its own.
        const id = eventId.replace(/^smile:(?=widget:)/, '');
        done.push({ eventId, outcome, runs, isTold: tellersOf(items.values()).has(id) });
      }),
      fail: step('fail', ledger.fail),
      release: step('release', ledger.release),
      bury: step('bury', ledger.bury),
    },
    states: { read: step('read', states.read), write: step('write', states.write) },
    bodies: {
      put: async (ref, body) => void bodies.set(ref, body),
      get: step('get', async (ref) => bodies.get(ref)),
    },
    announce: step('announce', async (event, what, outcome) => {
      announced.push(detailOf(event, what, outcome));
    }),
    deadLetters: {
      send: step('dead letter', async (record: SQSRecord, reason: string) => {
        deadLetters.push(asDeadLetter(record, reason));
      }),
    },
    hide: step('hide', async () => {}),
    createLog,
    measure,
    retry: RETRY,
    visibilityTimeoutSeconds: VISIBILITY_TIMEOUT,
  };

  return {
    parts,
    rows,
    said,
    announced,
    done,
    ranAfterDone,
    deadLetterAttributes: () => deadLetters.map(({ attributes }) => attributes),
    /** As the ingress does it: what the queue does not carry is in the bucket first. */
    receive(body: Uint8Array): EventMessage {
      const receivedAt = '2026-01-02T03:04:06.789Z';
      const message = toMessage({ body, origin: 'webhook', receivedAt });
      if (message.bodyRef) bodies.set(message.bodyRef, body);
      return message;
    },
    /** A settled message has a row of its very bytes that says how, or is in the dead letters. */
    assertKept({ eventId, deduplicationId }: EventMessage, messageId: string): void {
      const row = [rows.get(eventId), rows.get(`sha256:${deduplicationId}`)].find(
        (kept) => kept?.bodySha256 === deduplicationId,
      );
      const isDead = deadLetters.some((letter) => letter.deduplicationId === messageId);
      const isSettled = ['DONE', 'DEAD', 'QUARANTINED'].includes(row?.status ?? '');
      assert.ok(isDead || isSettled, `settled without a trace: ${row?.status}`);
      if (row?.status === 'DEAD') {
        assert.ok(row.lastError, 'dead without a reason in the row');
        const isSent = deadLetters.some((letter) => letter.deduplicationId === row.messageId);
        assert.ok(isSent, 'dead without a dead letter');
      }
      const reasons = deadLetters.map(({ attributes }) => attributes.deadReason);
      assert.ok(!reasons.includes('no reason given'), 'a dead letter without a reason');
    },
  };
}
