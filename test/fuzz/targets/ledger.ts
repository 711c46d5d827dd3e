import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { judge } from '../../../lambdas/ledger/judge.ts';
import type { Arrival, LedgerRow } from '../../../lambdas/ledger/ledger-row.ts';
import { target } from '../target.ts';

const VISIBILITY_TIMEOUT = 180;
const LIMITS = { maxAttempts: 5, visibilityTimeoutSeconds: VISIBILITY_TIMEOUT };

/** What happens next to the event's message, and to the attempt if one begins. */
const anyStep = fc.record({
  /** `redrive`: under a new message id; `untouched`: a receive that leaves no trace; `other`: another body. */
  comes: fc.constantFrom('again', 'again', 'again', 'again', 'redrive', 'untouched', 'other'),
  /** `crash`: the process dies; `outage`: the ledger is out of reach, and the worker lets go. */
  ends: fc.constantFrom('done', 'failed', 'failed', 'released', 'crash', 'crash', 'outage', 'dead'),
  /** Seconds from the receive to the start of the attempt, and the wait of whoever lets go. */
  lag: fc.integer({ min: 0, max: 60 }),
  wait: fc.integer({ min: 0, max: 900 }),
});

/**
 * A life of one event in the queue, told by somebody who knows why each attempt ended. The judge has to
 * find it out from the row and the receives.
 *
 * @param decide what is on trial
 */
export const ledgerTarget = (decide = judge) =>
  target(
    'a settled event never runs, and failures and crashes, but no outage, spend its attempts',
    30,
    fc.array(anyStep, { minLength: 1, maxLength: 25 }),
    (steps) => {
      const life = newLife();
      for (const step of steps) {
        const arrival = receive(life, step.comes);
        if (step.comes === 'untouched') {
          life.now += step.wait;
          continue;
        }
        const row = life.row;
        const before = { ...row };
        const judgement = decide(row, arrival, life.now * 1000, LIMITS);
        assert.deepEqual(row, before, 'a judgement changes nothing');
        if (step.comes === 'other') {
          assert.deepEqual(judgement, { verdict: 'conflict' });
          continue;
        }
        const isNew = arrival.messageId !== row.messageId;
        if (row.status === 'DONE' || (row.status === 'DEAD' && !isNew)) {
          const verdict = row.status === 'DONE' ? 'duplicate' : 'buried';
          assert.deepEqual(judgement, { verdict }, 'a settled event');
          continue;
        }
        const isHeld = life.now * 1000 - Date.parse(row.startedAt) < VISIBILITY_TIMEOUT * 1000;
        if (isNew && row.status === 'STARTED' && isHeld) {
          assert.deepEqual(judgement, { verdict: 'under-way' }, 'another attempt');
          life.now += step.wait;
          continue;
        }
        if (isNew) life.spent = 0;
        // Only the very next receive tells a crash from an outage: what came in between hides it.
        else if (life.crashed && arrival.receives === row.receives + 1) life.spent += 1;
        life.crashed = false;
        if (life.spent >= LIMITS.maxAttempts) {
          assert.deepEqual(judgement, { verdict: 'exhausted' }, 'an attempt too many');
          life.row = { ...row, status: 'DEAD' };
          continue;
        }
        const attemptNow = life.spent + 1;
        assert.deepEqual(judgement, { verdict: 'run', attempt: attemptNow }, 'another attempt');
        attempt(life, arrival, step);
      }
    },
  );

interface Life {
  /** Seconds. */
  now: number;
  messages: number;
  receives: number;
  /** Failures and crashes of this message that the ledger can know of. */
  spent: number;
  crashed: boolean;
  row: LedgerRow;
}

const ARRIVAL: Arrival = {
  eventId: 'et-1',
  subject: 'u-1',
  receivedAt: '2026-01-02T03:04:05.000Z',
  origin: 'webhook',
  bodySha256: 'the body',
  messageId: 'message-1',
  receives: 1,
};

/** After the first begin, which needs no judge: that attempt was given back. */
function newLife(): Life {
  const row: LedgerRow = {
    ...ARRIVAL,
    status: 'FAILED',
    attempts: 0,
    lease: 'lease',
    startedAt: ARRIVAL.receivedAt,
    expiresAt: 4_000_000_000,
  };
  const now = Date.parse(ARRIVAL.receivedAt) / 1000;
  return { now, messages: 1, receives: 1, spent: 0, crashed: false, row };
}

function receive(life: Life, comes: string): Arrival {
  if (comes === 'other') return { ...ARRIVAL, messageId: 'other', bodySha256: 'another body' };
  if (comes === 'redrive') {
    life.messages += 1;
    life.receives = 0;
  }
  life.receives += 1;
  return { ...ARRIVAL, messageId: `message-${life.messages}`, receives: life.receives };
}

/** Runs an attempt and writes what its worker would, if it still could. */
function attempt(
  life: Life,
  { messageId, receives }: Arrival,
  { ends, lag, wait }: { ends: string; lag: number; wait: number },
): void {
  const receivedAt = life.now;
  const startedAt = new Date((receivedAt + lag) * 1000).toISOString();
  const attempts = life.spent + 1;
  life.row = { ...life.row, status: 'STARTED', attempts, messageId, receives, startedAt };
  life.now = receivedAt + lag;
  if (ends === 'done') life.row = { ...life.row, status: 'DONE' };
  if (ends === 'dead') life.row = { ...life.row, status: 'DEAD' };
  if (ends === 'failed') {
    life.spent += 1;
    life.row = { ...life.row, status: 'FAILED' };
  }
  if (ends === 'released') life.row = { ...life.row, status: 'FAILED', attempts: life.spent };
  if (ends === 'crash') {
    life.crashed = true;
    life.now = receivedAt + VISIBILITY_TIMEOUT;
    return;
  }
  // Whoever lets go without a word in the ledger stays well below half the visibility timeout.
  life.now += ends === 'outage' ? Math.min(wait, 54) : wait;
}
