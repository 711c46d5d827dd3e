import { describe, expect, it } from 'vitest';
import { failedEnd, goodEnd, historyBefore } from '../../../lambdas/ledger/attempt-end.ts';
import type { Arrival, LedgerRow } from '../../../lambdas/ledger/ledger-row.ts';
import { type Lease, leaseOf } from '../../../lambdas/ledger/lease.ts';
import { type Change, MAX_CHANGES } from '../../../lambdas/state/changes.ts';

const BEGAN = '2026-01-02T03:04:05.000Z';
const HANDLED = '2026-01-02T03:04:06.000Z';
const ENDED = expect.any(String) as string;
const announced = { detailType: 'USER_CREATED', at: HANDLED };
const changeOf = (path: string): Change => ({ path, to: { value: 'CONNECTED' } });
const before = { began: '2026-01-02T03:00:00.000Z', ended: '2026-01-02T03:00:01.000Z' };

const leaseWith = (past: Lease['past']): Lease => ({
  eventId: 'et-1',
  id: 'lease-1',
  attempt: 2,
  receivedAt: BEGAN,
  startedAt: BEGAN,
  past,
  content: {},
});

describe('the end of a good attempt', () => {
  it('writes nothing more for an event that changed and announced nothing', () => {
    expect(goodEnd(leaseWith({}), {}, 'v1')).toStrictEqual({});
  });

  it('adds the attempt to a history, and what earlier attempts changed to its own changes', () => {
    const lease = leaseWith({ history: [before], changes: [changeOf('a')] });

    const written = goodEnd(lease, { changes: [changeOf('b')], announced }, 'v1');

    expect(written).toStrictEqual({
      history: [before, { began: BEGAN, ended: ENDED, version: 'v1' }],
      changes: [changeOf('a'), changeOf('b')],
      announced,
    });
  });

  it('has its own changes alone when no earlier attempt changed anything', () => {
    const written = goodEnd(leaseWith({}), { changes: [changeOf('b')] }, 'v1');

    expect(written).toStrictEqual({ changes: [changeOf('b')] });
  });

  it('keeps a bounded number of changes', () => {
    const many = Array.from({ length: MAX_CHANGES }, (_, index) => changeOf(String(index)));

    const { changes } = goodEnd(leaseWith({ changes: many }), { changes: [changeOf('b')] }, 'v1');

    expect(changes).toStrictEqual(many);
  });
});

describe('the end of a failed attempt', () => {
  it('says of the error what there is, and no more', () => {
    const lastError = { class: 'TypeError' };

    const written = failedEnd(leaseWith({}), lastError, {}, 'v1');

    expect(written).toStrictEqual({
      lastError,
      history: [{ began: BEGAN, ended: ENDED, version: 'v1', errorClass: 'TypeError' }],
    });
  });

  it('names code, place, and when the handler had returned', () => {
    const lastError = { class: 'TypeError', code: 'E_WHY', at: 'smile-handlers.ts:1:2' };

    const written = failedEnd(leaseWith({}), lastError, { handledAt: HANDLED }, 'v1');

    expect(written).toStrictEqual({
      lastError,
      history: [
        {
          began: BEGAN,
          ended: ENDED,
          version: 'v1',
          errorClass: 'TypeError',
          code: 'E_WHY',
          at: 'smile-handlers.ts:1:2',
        },
      ],
      handledAt: HANDLED,
    });
  });
});

describe('the history that a new attempt finds', () => {
  it('has the attempt before, if that left no trace', () => {
    const row = { status: 'STARTED', startedAt: BEGAN, history: [before] } as const;

    expect(historyBefore(row)).toStrictEqual({ history: [before, { began: BEGAN }] });
  });

  it('is as it was, if the attempt before was written down', () => {
    const row = { status: 'FAILED', startedAt: BEGAN, history: [before] } as const;

    expect(historyBefore(row)).toStrictEqual({ history: [before] });
    expect(historyBefore({ status: 'FAILED', startedAt: BEGAN })).toStrictEqual({});
  });
});

describe('the lease that a row holds', () => {
  const row = {
    eventId: 'et-1',
    receivedAt: BEGAN,
    startedAt: BEGAN,
    lease: 'lease-1',
    attempts: 2,
  } as LedgerRow;
  const own = { eventId: 'et-1', id: 'lease-1', attempt: 2, receivedAt: BEGAN, startedAt: BEGAN };

  it('has neither past nor content that is not there', () => {
    expect(leaseOf(row, {} as Arrival)).toStrictEqual({ ...own, past: {}, content: {} });
  });

  it('has what earlier attempts left, and the body or its reference', () => {
    const past = {
      handledAt: HANDLED,
      history: [before],
      changes: [changeOf('a')],
      lastError: { class: 'TypeError' },
    };

    const inline = leaseOf({ ...row, ...past }, { body: '{}' } as Arrival);
    const large = leaseOf(row, { bodyRef: 'bodies/a/b' } as Arrival);

    expect(inline).toStrictEqual({ ...own, past, content: { body: '{}' } });
    expect(large.content).toStrictEqual({ bodyRef: 'bodies/a/b' });
  });
});
