import { describe, expect, it } from 'vitest';
import { type Aim, aimAt } from '../../faults/matrix/aim-at.ts';
import type { WireFault } from '../../faults/rig/aims.ts';
import type { Hit } from '../../faults/rig/endpoint.ts';
import { createJournal } from '../../faults/rig/journal.ts';

const SEND = { step: 'send', about: 'et-1' } as const;

/** Whether a fault counts as happened after so many hits on its calls. */
function happenedAfter(aim: Aim, hits: readonly Hit[], earlier: readonly Hit[] = []): boolean {
  const journal = createJournal();
  const aimed: unknown[] = [];
  const endpoint = {
    aim(...all: unknown[]) {
      aimed.push(all);
      return () => true;
    },
  };
  for (const hit of earlier) journal.note(hit);
  const happened = aimAt(SEND, aim, { endpoint, journal });
  for (const hit of hits) journal.note(hit);
  expect(aimed).toEqual([['send', 'et-1', aim.fault, aim.times]]);
  return happened();
}

const hits = (fault: WireFault, count: number): Hit[] =>
  Array.from({ length: count }, () => ({ ...SEND, fault }));

describe('a fault on the wire', () => {
  it('has happened when every try has met it, and not before', () => {
    const aim = { fault: 'throttle', times: 3 } as const;

    expect(happenedAfter(aim, hits('throttle', 2))).toBe(false);
    expect(happenedAfter(aim, hits('throttle', 3))).toBe(true);
  });

  it('may happen less often where the caller’s time ends', () => {
    const aim = { fault: 'hang', times: 3, least: 2 } as const;

    expect(happenedAfter(aim, hits('hang', 1))).toBe(false);
    expect(happenedAfter(aim, hits('hang', 2))).toBe(true);
  });

  it('that restarts an engine has happened when that is back', () => {
    const aim = { fault: 'restart', times: 1 } as const;

    expect(happenedAfter(aim, hits('restart', 1))).toBe(false);
    expect(happenedAfter(aim, hits('restart', 2))).toBe(true);
  });

  it('is not taken for another one, nor for that of another event, of another step or of before', () => {
    const aim = { fault: 'cut', times: 1 } as const;
    const others: Hit[] = [
      { ...SEND, fault: 'throttle' },
      { ...SEND, about: 'et-2', fault: 'cut' },
      { ...SEND, step: 'begin', fault: 'cut' },
    ];

    expect(happenedAfter(aim, others, hits('cut', 1))).toBe(false);
  });
});
