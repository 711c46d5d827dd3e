import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { AwsRefusal } from '../../../lambdas/aws/aws-refusal.ts';
import type { FifoMessage } from '../../../lambdas/aws/sqs.ts';
import type { Lease } from '../../../lambdas/ledger/lease.ts';
import type { Outcome } from '../../../lambdas/ledger/ledger-row.ts';
import { type EventMessage, toMessage } from '../../../lambdas/message/event-message.ts';
import { finderOf } from '../../../lambdas/receiver/create-handlers.ts';
import { NonRetriableError, RetryAfterError } from '../../../lambdas/receiver/index.ts';
import { readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { compareStamps, stampOf } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { createWorker } from '../../../lambdas/worker/handler.ts';
import { interpret } from '../../../lambdas/worker/interpret.ts';
import type { WorkerParts } from '../../../lambdas/worker/parts.ts';
import { DEFAULT_RETRY } from '../../../lambdas/worker/contract.ts';
import { handlers } from '../../delivered/handlers.ts';
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
  'refer',
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
  refusal: () => new AwsRefusal('ValidationException'),
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
    () => new RetryAfterError(Number.NaN),
    () => new RetryAfterError(3),
    () => new NonRetriableError('the partner has no such user'),
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

/** Of one account within seconds, so that many come too late; some without a time, some with numbers for ids. */
const aHistory = fc
  .array(
    fc.record({
      type: fc.constantFrom(
        'ACCOUNT_CREATED',
        'ACCOUNT_CONNECTED',
        'ACCOUNT_DISCONNECTED',
        'INCOMES_ADDED',
        'TASK_FINISHED',
      ),
      second: fc.constantFrom(0, 1, 2, 3, 4, undefined),
      hasNumbers: fc.constantFrom(false, false, true),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((events) =>
    events.map(({ type, second, hasNumbers }, n) => {
      const event = {
        ...connected,
        id: hasNumbers ? n : `et-${n}`,
        type,
        createdAt: second === undefined ? undefined : `2026-01-02T03:04:0${second}Z`,
        data: {
          ...connected.data,
          userId: hasNumbers ? 42 : 'u-1',
          sourceId: 'a-1',
          sourceType: 'ACCOUNT',
        },
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

const aCase = { order: [0], endings: [], disturbances: [] };
const incomes = (id: string, createdAt: string) =>
  Buffer.from(JSON.stringify({ ...connected, id, type: 'INCOMES_ADDED', createdAt }));

const FOUND: Input[] = [
  // A handler that had done its work ran again, since its announcement had failed.
  {
    ...aCase,
    bodies: [Buffer.from(JSON.stringify(connected))],
    disturbances: [{ step: 'announce', nth: 0, happened: false, thrown: aFault }],
  },
  // Data that came within the second of other data, or after newer data, was never handled.
  {
    ...aCase,
    bodies: ['09', '00', '09'].map((second, n) =>
      incomes(`et-${3 - n}`, `2026-01-02T03:04:${second}Z`),
    ),
    order: [0, 1, 2],
  },
  // The event was done, but the answer to that write was lost: it was given back, and ran again.
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
      assert.deepEqual(world.ranAgain, [], 'ran again after their success was on record');
      for (const done of world.done) assertDone(done);
      assert.deepEqual(world.announcedEarly, [], 'announced before their handler was done');
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
  /** Runs of a handler in the attempt that ended it, and the one before it that succeeded. */
  readonly runs: number;
  /** In the attempt that ended it. */
  readonly announcements: number;
  /** Whether some fact in the state was told by it. */
  readonly isTold: boolean;
  /** Something that happened; undefined for a type that is not known. */
  readonly isOccurrence: boolean | undefined;
  /** Whether its thing ended later. */
  readonly isEnded: boolean;
  /** Its handler had run in an earlier attempt: it was news then, whatever has come since. */
  readonly wasHandled: boolean;
}

/**
 * Only what came too late has no run. Of statements only what was in time is in the state. An occurrence is in time
 * whatever else came before, unless its thing ended later; the state has it, or a later one.
 */
function assertDone(done: Done): void {
  const { eventId, outcome, runs, announcements, isTold, isOccurrence, isEnded } = done;
  const times = outcome === 'STALE' ? 0 : 1;
  assert.equal(runs, times, `${outcome} after ${runs} runs: ${eventId}`);
  assert.equal(announcements, times, `${outcome} with ${announcements} announcements: ${eventId}`);
  if (done.wasHandled) return;
  const where = isTold ? 'in the state' : 'not in the state';
  if (isOccurrence) {
    assert.equal(outcome, isEnded ? 'STALE' : 'APPLIED', `an occurrence is ${outcome}: ${eventId}`);
    assert.ok(outcome === 'APPLIED' || !isTold, `${outcome} and ${where}: ${eventId}`);
  } else {
    assert.equal(isTold, outcome === 'APPLIED', `${outcome} and ${where}: ${eventId}`);
  }
}

/** The events that have told what is known of these things; an end tells its status. */
function tellersOf(items: Iterable<StateItem>): Set<string> {
  const facts = Array.from(items, ({ status, tasks, dataPoints }) =>
    [status, ...Object.values(tasks ?? {}), ...Object.values(dataPoints ?? {})].filter(Boolean),
  );
  return new Set(facts.flat().map((fact) => fact?.eventId ?? ''));
}

/** Data that came, and work that was done (docs/events.md). */
const OCCURRENCE = /_(?:ADDED|UPDATED)$|TASK_FINISHED$/;

const CONTEXT = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 };

/** The worker's neighbours in memory, disturbed as the case wants it. */
function worldOf({ endings, disturbances }: Input) {
  const { ledger, rows } = memoryLedger(VISIBILITY_TIMEOUT);
  const { states, items } = memoryStates();
  const bodies = new Map<string, Uint8Array>();
  const announced: object[] = [];
  const deadLetters: FifoMessage[] = [];
  const done: Done[] = [];
  const ranAfterDone: string[] = [];
  const ranAgain: string[] = [];
  const announcedEarly: string[] = [];
  /** Events whose row was written after their handler had succeeded. */
  const handled = new Set<string>();
  /** Of the attempt under way. */
  let now = { runs: 0, successes: 0, announcements: 0 };
  const { createLog, record, said } = recording();
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

  const handle = async ({ id }: { readonly id: string }) => {
    if (done.some(({ eventId }) => eventId === id)) ranAfterDone.push(id);
    if (handled.has(id)) ranAgain.push(id);
    now.runs += 1;
    const ending = left.shift();
    if (ending) throw ending();
    now.successes += 1;
  };
  const find = finderOf(handlers);

  /** What ends an attempt also puts the success of its handler on record. */
  const ending =
    <A extends unknown[]>(write: (lease: Lease, ...args: A) => Promise<void>) =>
    async (lease: Lease, ...args: A) => {
      await write(lease, ...args);
      if (now.successes > 0) handled.add(lease.eventId);
    };

  const doneBy = (lease: Lease, outcome: Outcome): Done => {
    const { eventId, content, receivedAt } = lease;
    const bytes =
      content.body === undefined ? bodies.get(content.bodyRef ?? '') : Buffer.from(content.body);
    const { envelope } = readEnvelope(bytes ?? new Uint8Array());
    const known = envelope && interpret(envelope, eventId);
    const item = known && items.get(`${known.fact.thing.pk}/${known.fact.thing.sk}`);
    const stamp = known && stampOf(known.event, known.fact.rank, receivedAt);
    const end = item?.endedBy;
    return {
      eventId,
      outcome,
      runs: now.runs + (handled.has(eventId) ? 1 : 0),
      announcements: now.announcements,
      // A key of ours may stand before the id; the state knows the event by its own.
      isTold: tellersOf(items.values()).has(envelope?.id ?? ''),
      isOccurrence: known && OCCURRENCE.test(known.event.type),
      wasHandled: handled.has(eventId),
      isEnded: end !== undefined && stamp !== undefined && compareStamps(stamp, end) < 0,
    };
  };

  const parts: WorkerParts = {
    find: (kind, type) => ({ ...find(kind, type), handle }),
    ledger: {
      row: ledger.row,
      begin: step('begin', async (...args) => {
        now = { runs: 0, successes: 0, announcements: 0 };
        return await ledger.begin(...args);
      }),
      quarantine: step('quarantine', ledger.quarantine),
      finish: step('finish', async (lease, finished) => {
        const end = doneBy(lease, finished.outcome);
        await ledger.finish(lease, finished);
        done.push(end);
      }),
      fail: step('fail', ending(ledger.fail)),
      release: step('release', ending(ledger.release)),
      bury: step('bury', ending(ledger.bury)),
    },
    states: {
      read: step('read', states.read),
      write: step('write', states.write),
      refer: step('refer', states.refer),
    },
    bodies: {
      put: async (ref, body) => void bodies.set(ref, body),
      get: step('get', async (ref) => bodies.get(ref)),
    },
    announce: step('announce', async ({ detail }) => {
      now.announcements += 1;
      const isHandled = now.successes > 0 || handled.has(detail.eventId);
      if (!isHandled) announcedEarly.push(detail.eventId);
      announced.push(detail);
    }),
    deadLetters: {
      send: step('dead letter', async (message: FifoMessage) => {
        deadLetters.push(message);
      }),
    },
    hide: step('hide', async () => {}),
    createLog,
    record,
    retry: DEFAULT_RETRY,
    visibilityTimeoutSeconds: VISIBILITY_TIMEOUT,
  };

  return {
    parts,
    rows,
    said,
    announced,
    done,
    ranAfterDone,
    ranAgain,
    announcedEarly,
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
