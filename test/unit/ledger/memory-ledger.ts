import { randomUUID } from 'node:crypto';
import { type AttemptLimits, judge } from '../../../lambdas/ledger/judge.ts';
import type { Arrival, LedgerRow, LedgerStatus } from '../../../lambdas/ledger/ledger-row.ts';
import type { Lease, Ledger } from '../../../lambdas/ledger/ledger.ts';
import { LeaseLost } from '../../../lambdas/ledger/lease-lost.ts';

/** The ledger in a map: the real judgement, the same fence on every write, the same attributes. */
export function memoryLedger(limits: AttemptLimits) {
  const rows = new Map<string, LedgerRow>();

  const liveRow = (eventId: string): LedgerRow | undefined => {
    const row = rows.get(eventId);
    return row && row.expiresAt > Math.floor(Date.now() / 1000) ? row : undefined;
  };
  const update = (lease: Lease, set: Partial<LedgerRow>, unlessSettled = false): void => {
    const row = rows.get(lease.eventId);
    if (row?.lease !== lease.id) throw new LeaseLost();
    if (unlessSettled && ['DONE', 'DEAD'].includes(row.status)) throw new LeaseLost();
    rows.set(lease.eventId, { ...row, ...set });
  };

  const ledger: Ledger = {
    async begin(arrival) {
      const row = liveRow(arrival.eventId);
      if (row === undefined) {
        const started = fresh(arrival, 'STARTED');
        rows.set(arrival.eventId, started);
        return { verdict: 'run', attempt: 1, lease: leaseOf(started) };
      }
      const judgement = judge(row, arrival, Date.now(), limits);
      if (judgement.verdict !== 'run') return { ...judgement, lease: leaseOf(row) };
      const taken: LedgerRow = {
        ...row,
        ...standing('STARTED'),
        messageId: arrival.messageId,
        receives: arrival.receives,
        lease: randomUUID(),
        attempts: judgement.attempt,
        startedAt: new Date().toISOString(),
      };
      rows.set(row.eventId, taken);
      return { ...judgement, lease: leaseOf(taken) };
    },
    async finish(lease, outcome) {
      update(lease, { status: 'DONE', outcome, completedAt: new Date().toISOString() });
      const { open: _, ...done } = rows.get(lease.eventId) as LedgerRow;
      rows.set(lease.eventId, done);
    },
    async fail(lease, lastError) {
      update(lease, { ...standing('FAILED'), lastError }, true);
    },
    async release(lease, lastError) {
      update(lease, { ...standing('FAILED'), lastError, attempts: lease.attempt - 1 }, true);
    },
    async bury(lease, lastError) {
      const completedAt = new Date().toISOString();
      update(lease, { ...standing('DEAD'), lastError, completedAt });
    },
    async quarantine(arrival, reason) {
      const kept = liveRow(arrival.eventId);
      if (kept) return kept.status === 'QUARANTINED' && kept.messageId === arrival.messageId;
      const lastError = { class: 'Unreadable', code: reason };
      const row = { ...fresh(arrival, 'QUARANTINED'), lastError, completedAt: arrival.receivedAt };
      rows.set(arrival.eventId, row);
      return true;
    },
  };

  return { ledger, rows };
}

function standing(status: LedgerStatus) {
  return { status, open: status };
}

function leaseOf({ eventId, lease, attempts, receivedAt }: LedgerRow): Lease {
  return { eventId, id: lease, attempt: attempts, receivedAt };
}

function fresh(arrival: Arrival, status: LedgerStatus): LedgerRow {
  return {
    ...arrival,
    ...standing(status),
    attempts: status === 'QUARANTINED' ? 0 : 1,
    lease: randomUUID(),
    startedAt: new Date().toISOString(),
    expiresAt: Math.floor(Date.now() / 1000) + 90 * 24 * 3600,
  };
}
