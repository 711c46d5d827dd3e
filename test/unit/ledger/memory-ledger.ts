import { randomUUID } from 'node:crypto';
import { failedEnd, goodEnd, historyBefore } from '../../../lambdas/ledger/attempt-end.ts';
import { judge } from '../../../lambdas/ledger/judge.ts';
import type { Arrival, LedgerRow, LedgerStatus } from '../../../lambdas/ledger/ledger-row.ts';
import { type Lease, leaseOf } from '../../../lambdas/ledger/lease.ts';
import type { Ledger } from '../../../lambdas/ledger/ledger.ts';
import { LeaseLost } from '../../../lambdas/ledger/lease-lost.ts';

/** The worker's version in every history. */
export const VERSION = 'v1';

/** The ledger in a map: the real judgement, the same fence on every write, the same attributes. */
export function memoryLedger(visibilityTimeoutSeconds: number) {
  const rows = new Map<string, LedgerRow>();

  const liveRow = (eventId: string): LedgerRow | undefined => {
    const row = rows.get(eventId);
    return row && row.expiresAt > Math.floor(Date.now() / 1000) ? row : undefined;
  };
  const update = (lease: Lease, set: Partial<LedgerRow>, unlessSettled = false): void => {
    const row = rows.get(lease.eventId);
    if (row?.lease !== lease.id) throw new LeaseLost();
    if (unlessSettled && ['DONE', 'DEAD'].includes(row.status)) throw new LeaseLost();
    rows.set(lease.eventId, { ...row, ...set, ...lease.content });
  };

  const ledger: Ledger = {
    row: async (eventId) => structuredClone(liveRow(eventId)),
    async begin(arrival, maxAttempts) {
      const row = liveRow(arrival.eventId);
      if (row === undefined) {
        const { body: _body, bodyRef: _bodyRef, ...known } = arrival;
        const started = fresh(known, 'STARTED');
        rows.set(arrival.eventId, started);
        return { verdict: 'run', attempt: 1, lease: leaseOf(started, arrival) };
      }
      const limits = { maxAttempts, visibilityTimeoutSeconds };
      const judgement = judge(row, arrival, Date.now(), limits);
      if (judgement.verdict === 'under-way') throw new LeaseLost();
      if (judgement.verdict !== 'run') return { ...judgement, lease: leaseOf(row, arrival) };
      const taken: LedgerRow = {
        ...row,
        ...historyBefore(row),
        ...leaseOf(row, arrival).content,
        ...standing('STARTED'),
        messageId: arrival.messageId,
        receives: arrival.receives,
        lease: randomUUID(),
        attempts: judgement.attempt,
        startedAt: new Date().toISOString(),
      };
      rows.set(row.eventId, taken);
      return { ...judgement, lease: leaseOf(taken, arrival) };
    },
    async finish(lease, { outcome, staleBecause }, reached = {}) {
      const because = staleBecause ? { staleBecause } : {};
      const completedAt = new Date().toISOString();
      const end = goodEnd(lease, reached, VERSION);
      update(lease, { status: 'DONE', outcome, ...because, completedAt, ...end });
      const { open: _, ...done } = rows.get(lease.eventId) as LedgerRow;
      rows.set(lease.eventId, done);
    },
    async fail(lease, lastError, reached = {}) {
      const end = failedEnd(lease, lastError, reached, VERSION);
      update(lease, { ...standing('FAILED'), ...end }, true);
    },
    async release(lease, lastError, reached = {}) {
      const attempts = lease.attempt - 1;
      const end = failedEnd(lease, lastError, reached, VERSION);
      update(lease, { ...standing('FAILED'), ...end, attempts }, true);
    },
    async bury(lease, lastError, reached = {}) {
      const completedAt = new Date().toISOString();
      const end = failedEnd(lease, lastError, reached, VERSION);
      update(lease, { ...standing('DEAD'), ...end, completedAt });
    },
    async quarantine(arrival, reason) {
      const kept = liveRow(arrival.eventId);
      if (kept) return kept.status === 'QUARANTINED' && kept.messageId === arrival.messageId;
      const lastError = { class: 'Unreadable', code: reason };
      const row = {
        ...fresh(arrival, 'QUARANTINED'),
        open: 'QUARANTINED' as const,
        lastError,
        completedAt: arrival.receivedAt,
      };
      rows.set(arrival.eventId, row);
      return true;
    },
  };

  return { ledger, rows };
}

function standing(status: LedgerStatus) {
  return { status, open: status };
}

function fresh(arrival: Arrival, status: LedgerStatus): LedgerRow {
  return {
    ...arrival,
    status,
    attempts: status === 'QUARANTINED' ? 0 : 1,
    lease: randomUUID(),
    startedAt: new Date().toISOString(),
    expiresAt: Math.floor(Date.now() / 1000) + 90 * 24 * 3600,
  };
}
