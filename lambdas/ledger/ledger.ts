import { randomUUID } from 'node:crypto';
import { type Condition, getItem, type Item, putItem, updateItem } from '../aws/dynamodb.ts';
import type { StaleBecause } from '../state/merge.ts';
import { failedEnd, goodEnd, historyBefore, type Reached } from './attempt-end.ts';
import { type Judgement, judge } from './judge.ts';
import { type Lease, leaseOf } from './lease.ts';
import { LeaseLost } from './lease-lost.ts';
import type { Arrival, LastError, LedgerRow, LedgerStatus, Outcome } from './ledger-row.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** The judgement about a message, and the lease to act on it. */
export type Begun = Exclude<Judgement, { verdict: 'under-way' }> & { readonly lease: Lease };

/** How an event ended well. */
export interface Finished {
  readonly outcome: Outcome;
  readonly staleBecause?: StaleBecause | undefined;
}

/** One row per event; decides what is done with every message. */
export interface Ledger {
  /** An event's row, for its ticket. Undefined when there is none, or when it has expired. */
  readonly row: (eventId: string) => Promise<LedgerRow | undefined>;
  /**
   * Begins an attempt, or says why there is none. The first write of a row holds no body, since the queue still
   * does; every later one brings it. Throws {@link LeaseLost} when another worker is faster, or has another message
   * of the event in hand.
   *
   * @param maxAttempts of this event's type
   */
  readonly begin: (arrival: Arrival, maxAttempts: number) => Promise<Begun>;
  /** The event is done. Throws {@link LeaseLost} when another worker has taken over. */
  readonly finish: (lease: Lease, finished: Finished, reached?: Reached) => Promise<void>;
  /** The attempt failed, and another one will follow. Throws {@link LeaseLost}, also when it is settled. */
  readonly fail: (lease: Lease, error: LastError, reached?: Reached) => Promise<void>;
  /**
   * The attempt is given back: whatever stopped it was not the event's fault. Throws {@link LeaseLost},
   * also when the event is settled after all.
   */
  readonly release: (lease: Lease, error: LastError, reached?: Reached) => Promise<void>;
  /** The event is given up. The row has its body from here on: its ticket may be sent. */
  readonly bury: (lease: Lease, error: LastError, reached?: Reached) => Promise<void>;
  /**
   * Keeps what is signed but unreadable. False when an earlier message brought it: a write whose answer
   * was lost, or whose worker died before it told of it, counts as new again. Throws {@link LeaseLost} when
   * the row that refused it is gone.
   */
  readonly quarantine: (arrival: Arrival, reason: string) => Promise<boolean>;
}

/**
 * The ledger in a DynamoDB table.
 *
 * @param retentionDays days from an event's first attempt to the end of its row: longer than queue, dead
 *   letters and their redrives together can hold a message, or a redrive would run a done event again
 * @param version of the worker that is deployed, for the row's history
 */
export function ledgerTable(
  table: string,
  visibilityTimeoutSeconds: number,
  retentionDays: number,
  version: string,
): Ledger {
  const freshRow = (arrival: Arrival, status: LedgerStatus): LedgerRow & Item => ({
    ...firstRow(arrival, status),
    expiresAt: nowInSeconds() + Math.round(retentionDays * DAY_SECONDS),
  });

  const update = async (
    { eventId, id, content }: Lease,
    set: Item,
    remove: readonly string[] = [],
    and: Condition = { expression: '', values: {} },
  ) => {
    const condition = {
      expression: `lease = :held${and.expression}`,
      values: { ':held': id, ...and.values },
    };
    const row = { ...set, ...content };
    if (!(await updateItem(table, { eventId }, row, remove, condition))) throw new LeaseLost();
  };

  /** A finish or a burial whose answer was lost may have happened: what is settled stays settled. */
  const unlessSettled: Condition = {
    expression: ' AND NOT #status IN (:done, :dead)',
    values: { ':done': 'DONE', ':dead': 'DEAD' },
  };

  const beginAgain = async (
    row: LedgerRow,
    arrival: Arrival,
    maxAttempts: number,
  ): Promise<Begun> => {
    const limits = { maxAttempts, visibilityTimeoutSeconds };
    const judgement = judge(row, arrival, Date.now(), limits);
    if (judgement.verdict === 'under-way') throw new LeaseLost();
    const held = leaseOf(row, arrival);
    if (judgement.verdict !== 'run') return { ...judgement, lease: held };
    const history = historyBefore(row);
    const lease: Lease = {
      ...held,
      id: randomUUID(),
      attempt: judgement.attempt,
      startedAt: new Date().toISOString(),
      past: { ...held.past, ...history },
    };
    // The second half holds when the SDK repeats a write whose answer was lost.
    const written = await updateItem(
      table,
      { eventId: row.eventId },
      { ...attemptOf(arrival, lease), ...standing('STARTED'), ...history, ...lease.content },
      ['completedAt'],
      {
        expression: 'lease = :held OR lease = :taken',
        values: { ':held': held.id, ':taken': lease.id },
      },
    );
    if (!written) throw new LeaseLost();
    return { ...judgement, lease };
  };

  return {
    async row(eventId) {
      const found = (await getItem(table, { eventId })) as LedgerRow | undefined;
      return found && found.expiresAt > nowInSeconds() ? found : undefined;
    },

    async begin(arrival, maxAttempts) {
      const { body: _body, bodyRef: _bodyRef, ...known } = arrival;
      const fresh = freshRow(known, 'STARTED');
      if (await putItem(table, fresh, absentOrExpired())) {
        return { verdict: 'run', attempt: 1, lease: leaseOf(fresh, arrival) };
      }
      const row = (await getItem(table, { eventId: arrival.eventId })) as LedgerRow | undefined;
      if (row === undefined) throw new LeaseLost();
      return await beginAgain(row, arrival, maxAttempts);
    },

    async finish(lease, { outcome, staleBecause }, reached = {}) {
      const completedAt = new Date().toISOString();
      const because = staleBecause ? { staleBecause } : {};
      const end = goodEnd(lease, reached, version);
      await update(lease, { status: 'DONE', outcome, ...because, completedAt, ...end }, ['open']);
    },

    async fail(lease, lastError, reached = {}) {
      const end = failedEnd(lease, lastError, reached, version);
      await update(lease, { ...standing('FAILED'), ...end }, [], unlessSettled);
    },

    async release(lease, lastError, reached = {}) {
      const end = failedEnd(lease, lastError, reached, version);
      const attempts = lease.attempt - 1;
      await update(lease, { ...standing('FAILED'), ...end, attempts }, [], unlessSettled);
    },

    async bury(lease, lastError, reached = {}) {
      const completedAt = new Date().toISOString();
      const end = failedEnd(lease, lastError, reached, version);
      await update(lease, { ...standing('DEAD'), ...end, completedAt });
    },

    async quarantine(arrival, reason) {
      const lastError: LastError = { class: 'Unreadable', code: reason };
      const row = {
        ...freshRow(arrival, 'QUARANTINED'),
        open: 'QUARANTINED',
        lastError,
        completedAt: arrival.receivedAt,
      };
      if (await putItem(table, row, absentOrExpired())) return true;
      const kept = await getItem(table, { eventId: arrival.eventId });
      if (kept === undefined) throw new LeaseLost();
      return kept.status === 'QUARANTINED' && kept.messageId === arrival.messageId;
    },
  };
}

function firstRow(arrival: Arrival, status: LedgerStatus) {
  return {
    ...arrival,
    status,
    attempts: status === 'QUARANTINED' ? 0 : 1,
    lease: randomUUID(),
    startedAt: new Date().toISOString(),
  };
}

function attemptOf({ messageId, receives }: Arrival, { id, attempt, startedAt }: Lease): Item {
  return { messageId, receives, lease: id, attempts: attempt, startedAt };
}

function standing(status: LedgerStatus) {
  return { status, open: status };
}

/** DynamoDB deletes expired rows hours late: until then they count as absent. */
function absentOrExpired(): Condition {
  return {
    expression: 'attribute_not_exists(eventId) OR expiresAt <= :now',
    values: { ':now': nowInSeconds() },
  };
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
