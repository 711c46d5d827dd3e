import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, silenceOfACrash } from '../../../lambdas/ledger/judge.ts';
import type { Arrival, LedgerRow, LedgerStatus } from '../../../lambdas/ledger/ledger-row.ts';

const LIMITS = { maxAttempts: 5, visibilityTimeoutSeconds: 180 };
const STARTED_AT = '2026-01-02T03:04:05.000Z';
const STATUSES: readonly LedgerStatus[] = ['STARTED', 'DONE', 'FAILED', 'DEAD', 'QUARANTINED'];

const after = (seconds: number) => Date.parse(STARTED_AT) + seconds * 1000;

/** The first receive of the message whose attempt the row shows. */
const ARRIVAL: Arrival = {
  eventId: 'et-1',
  subject: 'u-1',
  receivedAt: STARTED_AT,
  origin: 'webhook',
  bodySha256: 'the body',
  messageId: 'message-1',
  receives: 1,
};

const row = (over: Partial<LedgerRow>): LedgerRow => ({
  ...ARRIVAL,
  status: 'STARTED',
  attempts: 1,
  lease: 'lease-1',
  startedAt: STARTED_AT,
  expiresAt: 4_000_000_000,
  ...over,
});

const SITUATIONS = {
  'comes early': { arrival: { ...ARRIVAL, receives: 2 }, now: after(10) },
  'came back by itself': { arrival: { ...ARRIVAL, receives: 2 }, now: after(180) },
  'is a redrive': { arrival: { ...ARRIVAL, messageId: 'message-2' }, now: after(10) },
  'has another body': {
    arrival: { ...ARRIVAL, bodySha256: 'another', receives: 2 },
    now: after(180),
  },
} as const;
type Situation = keyof typeof SITUATIONS;

describe('a message whose event', () => {
  it.each<[LedgerStatus, Situation, string]>([
    ['STARTED', 'comes early', 'run 2'],
    ['STARTED', 'came back by itself', 'run 3'],
    ['STARTED', 'is a redrive', 'under-way'],
    ['STARTED', 'has another body', 'conflict'],
    ['DONE', 'comes early', 'duplicate'],
    ['DONE', 'came back by itself', 'duplicate'],
    ['DONE', 'is a redrive', 'duplicate'],
    ['DONE', 'has another body', 'conflict'],
    ['FAILED', 'comes early', 'run 3'],
    ['FAILED', 'came back by itself', 'run 3'],
    ['FAILED', 'is a redrive', 'run 1'],
    ['FAILED', 'has another body', 'conflict'],
    ['DEAD', 'comes early', 'buried'],
    ['DEAD', 'came back by itself', 'buried'],
    ['DEAD', 'is a redrive', 'run 1'],
    ['DEAD', 'has another body', 'conflict'],
    ['QUARANTINED', 'comes early', 'duplicate'],
    ['QUARANTINED', 'came back by itself', 'duplicate'],
    ['QUARANTINED', 'is a redrive', 'duplicate'],
    ['QUARANTINED', 'has another body', 'conflict'],
  ])('is %s after two attempts, and that %s: %s', (status, situation, expected) => {
    const { arrival, now } = SITUATIONS[situation];

    const judgement = judge(row({ status, attempts: 2 }), arrival, now, LIMITS);

    const attempt = judgement.verdict === 'run' ? ` ${judgement.attempt}` : '';
    expect(`${judgement.verdict}${attempt}`).toBe(expected);
  });
});

describe('an attempt that left nothing but its start', () => {
  it('crashed when its message was silent for the visibility timeout, until its next receive', () => {
    const judgement = judge(row({}), { ...ARRIVAL, receives: 2 }, after(179.5), LIMITS);

    expect(judgement).toEqual({ verdict: 'run', attempt: 2 });
  });

  it('did not crash when its message came back early: somebody let go of it', () => {
    const judgement = judge(row({}), { ...ARRIVAL, receives: 2 }, after(54), LIMITS);

    expect(judgement).toEqual({ verdict: 'run', attempt: 1 });
  });

  it('did not crash when there were receives in between that left no trace', () => {
    const judgement = judge(row({}), { ...ARRIVAL, receives: 4 }, after(1800), LIMITS);

    expect(judgement).toEqual({ verdict: 'run', attempt: 1 });
  });

  it('is believed to have crashed from half the visibility timeout on', () => {
    const again = { ...ARRIVAL, receives: 2 };

    const judgements = [89.999, 90].map((seconds) => judge(row({}), again, after(seconds), LIMITS));

    expect(silenceOfACrash(180)).toBe(90);
    expect(judgements).toEqual([
      { verdict: 'run', attempt: 1 },
      { verdict: 'run', attempt: 2 },
    ]);
  });

  it('counts from the receive that it belongs to, not from the first one', () => {
    const third = row({ receives: 3, attempts: 1 });

    const judgements = [4, 5].map((receives) =>
      judge(third, { ...ARRIVAL, receives }, after(180), LIMITS),
    );

    expect(judgements).toEqual([
      { verdict: 'run', attempt: 2 },
      { verdict: 'run', attempt: 1 },
    ]);
  });

  it('leaves nothing to try when it was the fifth to crash', () => {
    const again = { ...ARRIVAL, receives: 2 };

    const fourth = judge(row({ attempts: 4 }), again, after(180), LIMITS);
    const fifth = judge(row({ attempts: 5 }), again, after(180), LIMITS);

    expect(fourth).toEqual({ verdict: 'run', attempt: 5 });
    expect(fifth).toEqual({ verdict: 'exhausted' });
  });
});

describe('attempts', () => {
  it('are spent by failures whatever the time: the row says so', () => {
    const judgements = [4, 5].map((attempts) =>
      judge(row({ status: 'FAILED', attempts }), { ...ARRIVAL, receives: 2 }, after(1), LIMITS),
    );

    expect(judgements).toEqual([{ verdict: 'run', attempt: 5 }, { verdict: 'exhausted' }]);
  });

  it('that were given back are tried again under their number', () => {
    const released = row({ status: 'FAILED', attempts: 0 });

    const judgement = judge(released, { ...ARRIVAL, receives: 900 }, after(1), LIMITS);

    expect(judgement).toEqual({ verdict: 'run', attempt: 1 });
  });

  it('start at one again with a redrive, however many were spent', () => {
    const redriven = { ...ARRIVAL, messageId: 'message-2' };

    const judgements = (['STARTED', 'FAILED', 'DEAD'] as const).map((status) =>
      judge(row({ status, attempts: 5 }), redriven, after(180), LIMITS),
    );

    expect(judgements).toEqual(Array.from({ length: 3 }, () => ({ verdict: 'run', attempt: 1 })));
  });
});

describe('a judgement', () => {
  const anyRow = fc
    .record({
      status: fc.constantFrom(...STATUSES),
      attempts: fc.nat(5),
      receives: fc.integer({ min: 1, max: 50 }),
      bodySha256: fc.constantFrom('the body', 'another'),
      messageId: fc.constantFrom('message-1', 'message-2'),
    })
    .map(row);
  const anyReceives = fc.integer({ min: 1, max: 50 });
  const anyTime = fc.integer({ min: 0, max: 100_000 });

  it('lets an event run only as one of the attempts that it has', () => {
    fc.assert(
      fc.property(anyRow, anyReceives, anyTime, (found, receives, seconds) => {
        const judgement = judge(found, { ...ARRIVAL, receives }, after(seconds), LIMITS);

        if (judgement.verdict !== 'run') return;
        expect(judgement.attempt).toBeGreaterThanOrEqual(found.status === 'FAILED' ? 1 : 0);
        expect(judgement.attempt).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('never lets a settled event run, nor another body under a known id', () => {
    fc.assert(
      fc.property(anyRow, anyReceives, anyTime, (found, receives, seconds) => {
        const { verdict } = judge(found, { ...ARRIVAL, receives }, after(seconds), LIMITS);

        const isConflict = found.bodySha256 !== ARRIVAL.bodySha256;
        const isRedrive = found.messageId !== ARRIVAL.messageId;
        const isSettled = found.status === 'DONE' || found.status === 'QUARANTINED';
        const isBuried = found.status === 'DEAD' && !isRedrive;
        expect(verdict === 'conflict').toBe(isConflict);
        expect(verdict === 'duplicate').toBe(isSettled && !isConflict);
        expect(verdict === 'buried').toBe(isBuried && !isConflict);
      }),
    );
  });
});
