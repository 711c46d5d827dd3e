import { describe, expect, it } from 'vitest';
import type { Done, Hit } from '../../faults/rig/endpoint.ts';
import { createJournal } from '../../faults/rig/journal.ts';
import { unexplainedRepeats } from '../../faults/soak/repeats.ts';
import type { SoakEvent } from '../../faults/soak/soak-event.ts';

const EVENT = { id: 'et-1', user: 'user-1' } as SoakEvent;
const RECEIVE: Done = { step: 'receive', about: 'et-1', input: '', output: 'message-1' };
const ANNOUNCE: Done = {
  step: 'announce',
  about: 'et-1',
  input: '',
  output: '{"FailedEntryCount":0}',
};
const FINISH: Done = { step: 'finish', about: 'et-1', input: '', output: '{}' };

/** What a journal holds when these things were done and met, in this order. */
function journalOf(...things: readonly (Done | Hit)[]) {
  const journal = createJournal();
  for (const thing of things) journal.note(thing);
  return journal;
}

const hit = (step: Hit['step'], about: string, fault: Hit['fault'] = 'throttle'): Hit => {
  return { step, about, fault };
};

const crashing = (when: 'before' | 'after', step: Hit['step']) =>
  ({
    ...EVENT,
    fault: { kind: 'crash', plan: { deed: 'crash', when, step, seconds: 0 } },
  }) as SoakEvent;

describe('a journal', () => {
  it('counts effects, repeats and messages by their event', () => {
    const again = { ...RECEIVE, output: 'message-2' };
    const journal = journalOf(RECEIVE, ANNOUNCE, RECEIVE, ANNOUNCE, FINISH, again);

    expect(journal.effects.get('et-1')).toBe(2);
    expect(journal.repeats.get('et-1')).toEqual([{ received: 1, since: 2, at: 4 }]);
    expect(journal.received.get('et-1')).toEqual(new Set(['message-1', 'message-2']));
    expect(journal.effectsAfterEnd).toEqual([]);
  });
});

describe('a repeated effect', () => {
  it.each<[string, readonly (Done | Hit)[]]>([
    ['nothing', [RECEIVE, ANNOUNCE, ANNOUNCE]],
    [
      'a fault before the first effect',
      [RECEIVE, hit('read-state', 'USER#user-1'), ANNOUNCE, ANNOUNCE],
    ],
    ['a fault of another event', [RECEIVE, ANNOUNCE, hit('finish', 'et-2'), ANNOUNCE]],
    ['a fault of another user', [RECEIVE, ANNOUNCE, hit('write-state', 'USER#user-2'), ANNOUNCE]],
    ['a fault that comes after the end', [RECEIVE, ANNOUNCE, hit('delete', 'et-1'), ANNOUNCE]],
    [
      'a fault that explains another repeat',
      [RECEIVE, ANNOUNCE, hit('finish', 'et-1'), ANNOUNCE, ANNOUNCE],
    ],
    [
      'a restart before it was received',
      [hit('begin', 'et-2', 'restart'), RECEIVE, ANNOUNCE, ANNOUNCE],
    ],
  ])('is not explained by %s', (_, things) => {
    expect(unexplainedRepeats(EVENT, journalOf(...things), false)).toBe(1);
  });

  it.each<[string, readonly (Done | Hit)[]]>([
    [
      'a lost answer to its announcement',
      [RECEIVE, ANNOUNCE, hit('announce', 'et-1', 'cut'), ANNOUNCE],
    ],
    ['a fault of its end', [RECEIVE, ANNOUNCE, hit('finish', 'et-1'), ANNOUNCE]],
    [
      "a fault of its user's state",
      [RECEIVE, ANNOUNCE, hit('write-state', 'USER#user-1'), ANNOUNCE],
    ],
    ['a restart on its way', [RECEIVE, hit('send', 'et-2', 'restart'), ANNOUNCE, ANNOUNCE]],
  ])('is explained by %s', (_, things) => {
    expect(unexplainedRepeats(EVENT, journalOf(...things), false)).toBe(0);
  });

  it('is explained once by a crash that has happened between effect and end', () => {
    const once = journalOf(RECEIVE, ANNOUNCE, ANNOUNCE);
    const twice = journalOf(RECEIVE, ANNOUNCE, ANNOUNCE, ANNOUNCE);

    expect(unexplainedRepeats(crashing('after', 'announce'), once, true)).toBe(0);
    expect(unexplainedRepeats(crashing('after', 'announce'), twice, true)).toBe(1);
    expect(unexplainedRepeats(crashing('after', 'announce'), once, false)).toBe(1);
    expect(unexplainedRepeats(crashing('before', 'handler'), once, true)).toBe(1);
    expect(unexplainedRepeats(crashing('after', 'finish'), once, true)).toBe(1);
  });
});
