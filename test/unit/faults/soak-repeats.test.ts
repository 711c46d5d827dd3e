import { describe, expect, it } from 'vitest';
import type { Done, Hit } from '../../faults/rig/endpoint.ts';
import { createJournal } from '../../faults/rig/journal.ts';
import { unexplainedRepeats } from '../../faults/soak/repeats.ts';
import type { SoakEvent } from '../../faults/soak/soak-event.ts';

const EVENT = { id: 'et-1', user: 'user-1' } as SoakEvent;
const RECEIVE: Done = { step: 'receive', about: 'et-1', input: '', output: 'message-1' };
const HANDLE: Done = { step: 'handler', about: 'et-1', input: '', output: '{}' };
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
  it('counts effects, announcements, repeats and messages by their event', () => {
    const again = { ...RECEIVE, output: 'message-2' };
    const journal = journalOf(RECEIVE, HANDLE, ANNOUNCE, HANDLE, ANNOUNCE, FINISH, again);

    expect(journal.effects.get('et-1')).toBe(2);
    expect(journal.repeats.get('et-1')).toEqual([{ received: 1, since: 2, at: 4 }]);
    expect(journal.announcements.get('et-1')).toBe(2);
    expect(journal.announcedAgain.get('et-1')).toEqual([{ received: 1, since: 3, at: 5 }]);
    expect(journal.received.get('et-1')).toEqual(new Set(['message-1', 'message-2']));
    expect([...journal.effectsAfterEnd, ...journal.announcedBeforeEffect]).toEqual([]);
  });

  it('notes what comes after the end, and an announcement that comes before the effect', () => {
    const journal = journalOf(RECEIVE, ANNOUNCE, HANDLE, FINISH, HANDLE, ANNOUNCE);

    expect(journal.effectsAfterEnd).toEqual(['et-1', 'et-1']);
    expect(journal.announcedBeforeEffect).toEqual(['et-1']);
  });
});

describe('a repeated effect', () => {
  it.each<[string, readonly (Done | Hit)[]]>([
    ['nothing', [RECEIVE, HANDLE, HANDLE]],
    [
      'a fault before the first effect',
      [RECEIVE, hit('write-state', 'USER#user-1'), HANDLE, HANDLE],
    ],
    ['a fault of another event', [RECEIVE, HANDLE, hit('handler', 'et-2', 'cut'), HANDLE]],
    ["a fault of its user's state", [RECEIVE, HANDLE, hit('read-state', 'USER#user-1'), HANDLE]],
    ['a failed announcement', [RECEIVE, HANDLE, hit('announce', 'et-1'), HANDLE]],
    ['an end that could not be written', [RECEIVE, HANDLE, hit('finish', 'et-1'), HANDLE]],
    ['a fault that comes after the end', [RECEIVE, HANDLE, hit('delete', 'et-1'), HANDLE]],
    [
      'a fault that explains another repeat',
      [RECEIVE, HANDLE, hit('handler', 'et-1', 'cut'), HANDLE, HANDLE],
    ],
    [
      'a restart before it was received',
      [hit('begin', 'et-2', 'restart'), RECEIVE, HANDLE, HANDLE],
    ],
  ])('is not explained by %s', (_, things) => {
    expect(unexplainedRepeats(EVENT, journalOf(...things), false)).toBe(1);
  });

  it.each<[string, readonly (Done | Hit)[]]>([
    ['a lost answer to its call', [RECEIVE, HANDLE, hit('handler', 'et-1', 'cut'), HANDLE]],
    ['an end that took all the time', [RECEIVE, HANDLE, hit('finish', 'et-1', 'hang'), HANDLE]],
    ['a restart on its way', [RECEIVE, hit('send', 'et-2', 'restart'), HANDLE, HANDLE]],
  ])('is explained by %s', (_, things) => {
    expect(unexplainedRepeats(EVENT, journalOf(...things), false)).toBe(0);
  });

  it('is explained once by a crash that has happened between effect and end', () => {
    const once = journalOf(RECEIVE, HANDLE, HANDLE);
    const twice = journalOf(RECEIVE, HANDLE, HANDLE, HANDLE);

    expect(unexplainedRepeats(crashing('before', 'announce'), once, true)).toBe(0);
    expect(unexplainedRepeats(crashing('before', 'announce'), twice, true)).toBe(1);
    expect(unexplainedRepeats(crashing('before', 'announce'), once, false)).toBe(1);
    expect(unexplainedRepeats(crashing('before', 'handler'), once, true)).toBe(1);
    expect(unexplainedRepeats(crashing('after', 'finish'), once, true)).toBe(1);
  });
});

const announcedTwice = (...between: readonly Hit[]) =>
  journalOf(RECEIVE, HANDLE, ANNOUNCE, ...between, ANNOUNCE);

describe('a repeated announcement', () => {
  it('is explained by a fault of itself or of the end, and by a crash between the two', () => {
    expect(unexplainedRepeats(EVENT, announcedTwice(hit('announce', 'et-1', 'cut')), false)).toBe(
      0,
    );
    expect(unexplainedRepeats(EVENT, announcedTwice(hit('finish', 'et-1')), false)).toBe(0);
    expect(unexplainedRepeats(crashing('before', 'finish'), announcedTwice(), true)).toBe(0);
    expect(unexplainedRepeats(crashing('before', 'announce'), announcedTwice(), true)).toBe(1);
    expect(unexplainedRepeats(EVENT, announcedTwice(hit('handler', 'et-1')), false)).toBe(1);
    expect(unexplainedRepeats(EVENT, announcedTwice(), false)).toBe(1);
  });
});
