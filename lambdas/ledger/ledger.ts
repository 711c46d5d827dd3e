import { randomUUID } from 'node:crypto';
import { type Condition, getItem, type Item, putItem, updateItem } from '../clients/dynamodb.ts';
import { type AttemptLimits, type Judgement, judge } from './judge.ts';
import { LeaseLost } from './lease-lost.ts';
import type { Arrival, LastError, LedgerRow, LedgerStatus, Outcome } from './ledger-row.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** The right to write an event's row: of one attempt, until the next one begins. */
export interface Lease {
  readonly eventId: string;
  readonly id: string;
  readonly attempt: number;
  /** When the event was first received: every attempt and replay stamps its facts alike. */
  readonly receivedAt: string;
}

/** The judgement about a message, and the lease to act on it. */
export type Begun = Judgement & { readonly lease: Lease };

/** One row per event; decides what is done with every message. */
export interface Ledger {
  /** Begins an attempt, or says why there is none. Throws {@link LeaseLost} when another is faster. */
  readonly begin: (arrival: Arrival) => Promise<Begun>;
  /** The event is done. Throws {@link LeaseLost} when another worker has taken over. */
  readonly finish: (lease: Lease, outcome: Outcome) => Promise<void>;
  /** The attempt failed, and another one will follow. Throws {@link LeaseLost}, also when it is settled. */
  readonly fail: (lease: Lease, error: LastError) => Promise<void>;
  /**
   * The attempt is given back: whatever stopped it was not the event's fault. Throws {@link LeaseLost},
   * also when the event is settled after all.
   */
  readonly release: (lease: Lease, error: LastError) => Promise<void>;
  /** The event is given up; its message is in the dead letters. */
  readonly bury: (lease: Lease, error: LastError) => Promise<void>;
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
 */
export function ledgerTable(table: string, limits: AttemptLimits, retentionDays: number): Ledger {
  const freshRow = (arrival: Arrival, status: LedgerStatus): LedgerRow & Item => ({
    ...firstRow(arrival, status),
    expiresAt: nowInSeconds() + Math.round(retentionDays * DAY_SECONDS),
  });

  const update = async (
    { eventId, id }: Lease,
    set: Item,
    remove: readonly string[] = [],
    and: Condition = { expression: '', values: {} },
  ) => {
    const condition = {
      expression: `lease = :held${and.expression}`,
      values: { ':held': id, ...and.values },
    };
    if (!(await updateItem(table, { eventId }, set, remove, condition))) throw new LeaseLost();
  };

  /** A finish or a burial whose answer was lost may have happened: what is settled stays settled. */
  const unlessSettled: Condition = {
    expression: ' AND NOT #status IN (:done, :dead)',
    values: { ':done': 'DONE', ':dead': 'DEAD' },
  };

  const beginAgain = async (row: LedgerRow, arrival: Arrival): Promise<Begun> => {
    const judgement = judge(row, arrival, Date.now(), limits);
    const held = { ...leaseOf(row), attempt: row.attempts };
    if (judgement.verdict !== 'run') return { ...judgement, lease: held };
    const lease = { ...held, id: randomUUID(), attempt: judgement.attempt };
    // The second half holds when the SDK repeats a write whose answer was lost.
    const written = await updateItem(
      table,
      { eventId: row.eventId },
      { ...attemptOf(arrival, lease), ...standing('STARTED') },
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
    async begin(arrival) {
      const fresh = freshRow(arrival, 'STARTED');
      if (await putItem(table, fresh, absentOrExpired())) {
        return { verdict: 'run', attempt: 1, lease: leaseOf(fresh) };
      }
      const row = (await getItem(table, { eventId: arrival.eventId })) as LedgerRow | undefined;
      if (row === undefined) throw new LeaseLost();
      return await beginAgain(row, arrival);
    },

    async finish(lease, outcome) {
      const set = { status: 'DONE', outcome, completedAt: new Date().toISOString() };
      await update(lease, set, ['open']);
    },

    async fail(lease, lastError) {
      await update(lease, { ...standing('FAILED'), lastError }, [], unlessSettled);
    },

    async release(lease, lastError) {
      const attempts = lease.attempt - 1;
      await update(lease, { ...standing('FAILED'), lastError, attempts }, [], unlessSettled);
    },

    async bury(lease, lastError) {
      const completedAt = new Date().toISOString();
      await update(lease, { ...standing('DEAD'), lastError, completedAt });
    },

    async quarantine(arrival, reason) {
      const lastError: LastError = { class: 'Unreadable', code: reason };
      const row = {
        ...freshRow(arrival, 'QUARANTINED'),
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
    ...standing(status),
    attempts: status === 'QUARANTINED' ? 0 : 1,
    lease: randomUUID(),
    startedAt: new Date().toISOString(),
  };
}

function attemptOf({ messageId, receives }: Arrival, { id, attempt }: Lease): Item {
  return { messageId, receives, lease: id, attempts: attempt, startedAt: new Date().toISOString() };
}

function standing(status: LedgerStatus) {
  return { status, open: status };
}

function leaseOf({ eventId, lease, attempts, receivedAt }: LedgerRow): Lease {
  return { eventId, id: lease, attempt: attempts, receivedAt };
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
