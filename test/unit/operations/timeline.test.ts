import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../lambdas/ledger/ledger-row.ts';
import { timelineOf } from '../../../operations/timeline.ts';

const at = (second: number) => `2026-01-02T03:04:${String(second).padStart(2, '0')}.000Z`;
const failed = (began: number, errorClass = 'TypeError') => ({
  began: at(began),
  ended: at(began + 1),
  version: 'v1',
  errorClass,
});
const rowWith = (over: Partial<LedgerRow>): LedgerRow => ({
  eventId: 'et-1',
  type: 'USER_CREATED',
  subject: 'u-1',
  origin: 'webhook',
  createdAt: at(1),
  receivedAt: at(4),
  bodySha256: '',
  messageId: 'message-1',
  receives: 1,
  status: 'DONE',
  outcome: 'APPLIED',
  attempts: 1,
  lease: 'lease-1',
  startedAt: at(5),
  completedAt: at(6),
  expiresAt: 0,
  ...over,
});
const shown = (row: LedgerRow) =>
  timelineOf(row).map(({ at: time, what, took, detail = '' }) =>
    [time.slice(17, 19), what, took, detail].join(' ').trim(),
  );

describe('what happened to an event', () => {
  it('that succeeded at once is one attempt', () => {
    expect(shown(rowWith({}))).toEqual([
      '01 created by Smile',
      '04 received 3000',
      '05 attempt 1 1000',
      '06 applied',
    ]);
  });

  it('shows attempts that failed alike as one, and what an operator did between them', () => {
    const row = rowWith({
      status: 'DEAD',
      attempts: 1,
      startedAt: at(30),
      completedAt: at(31),
      history: [failed(5), failed(8), failed(12, 'RangeError'), failed(30, 'RangeError')],
      actions: [{ action: 'redrive', by: 'role/ops', at: at(20) }],
    });

    expect(shown(row)).toEqual([
      '01 created by Smile',
      '04 received 3000',
      '05 attempts 1–2  TypeError',
      '12 attempt 3 1000 RangeError',
      '20 redrive  by role/ops',
      '30 attempt 4 1000 RangeError',
      '31 dead letter',
    ]);
  });

  it('shows an attempt that is under way, and one that left no trace', () => {
    const row = rowWith({ status: 'STARTED', startedAt: at(40), history: [{ began: at(5) }] });
    const { completedAt: _completed, outcome: _outcome, ...underWay } = row;

    expect(shown(underWay)).toEqual([
      '01 created by Smile',
      '04 received 3000',
      '05 attempt 1  left no trace: its worker crashed, or could not write',
      '40 attempt 2  under way',
    ]);
  });

  it('has no attempt where nobody ran it, and no time that Smile did not give', () => {
    const { createdAt: _createdAt, ...undated } = rowWith({
      status: 'QUARANTINED',
      completedAt: at(6),
    });

    expect(shown(undated)).toEqual([
      '04 received',
      '06 quarantined  another body under a known id',
    ]);
  });
});
