import type { Done, Hit } from './endpoint.ts';

/** A place in the journal: later is greater. */
export type Moment = number;

/** Once more, the handler of an event had its effect, or the event was announced. */
export interface Repeat {
  /** When the event was first handed to a worker. */
  readonly received: Moment;
  /** When it was so the time before. */
  readonly since: Moment;
  readonly at: Moment;
}

/** What the endpoint has seen, in the order in which it was done. */
export interface Journal {
  /** Messages that SQS took, by event; a copy within five minutes gets the first one's id. */
  readonly messages: ReadonlyMap<string, ReadonlySet<string>>;
  /** Messages that were handed to a worker, by event. */
  readonly received: ReadonlyMap<string, ReadonlySet<string>>;
  /** How often each event's handler had its effect. */
  readonly effects: ReadonlyMap<string, number>;
  /** Every effect but the first one, by event. */
  readonly repeats: ReadonlyMap<string, readonly Repeat[]>;
  /** How often each event was announced. */
  readonly announcements: ReadonlyMap<string, number>;
  /** Every announcement but the first one, by event. */
  readonly announcedAgain: ReadonlyMap<string, readonly Repeat[]>;
  /** The faults that calls have met. */
  readonly hits: readonly (Hit & { readonly at: Moment })[];
  /** Events in the order in which they were finished. */
  readonly finished: ReadonlySet<string>;
  /** Events that were given up. */
  readonly buried: ReadonlySet<string>;
  /** Events whose handler had an effect, or which were announced, after they had been finished: never. */
  readonly effectsAfterEnd: readonly string[];
  /** Events that were announced before their handler had its effect: never. */
  readonly announcedBeforeEffect: readonly string[];
  readonly note: (seen: Done | Hit) => void;
}

/** A journal of one run. */
export function createJournal(): Journal {
  const messages = new Map<string, Set<string>>();
  const received = new Map<string, Set<string>>();
  const receivedAt = new Map<string, Moment>();
  const effects = createCounter();
  const announcements = createCounter();
  const hits: (Hit & { at: Moment })[] = [];
  const finished = new Set<string>();
  const buried = new Set<string>();
  const effectsAfterEnd: string[] = [];
  const announcedBeforeEffect: string[] = [];
  let now: Moment = 0;

  const countIn = (counter: ReturnType<typeof createCounter>, eventId: string) => {
    counter.count(eventId, now, receivedAt.get(eventId));
    if (finished.has(eventId)) effectsAfterEnd.push(eventId);
  };

  return {
    messages,
    received,
    effects: effects.counts,
    repeats: effects.repeats,
    announcements: announcements.counts,
    announcedAgain: announcements.repeats,
    hits,
    finished,
    buried,
    effectsAfterEnd,
    announcedBeforeEffect,
    note(seen) {
      now += 1;
      if ('fault' in seen) {
        hits.push({ ...seen, at: now });
        return;
      }
      const { step, about, output } = seen;
      if (step === 'send') {
        const { MessageId } = JSON.parse(output) as { MessageId: string };
        messages.set(about, (messages.get(about) ?? new Set()).add(MessageId));
      }
      if (step === 'receive') {
        received.set(about, (received.get(about) ?? new Set()).add(output));
        if (!receivedAt.has(about)) receivedAt.set(about, now);
      }
      if (step === 'finish') finished.add(about);
      if (step === 'bury') buried.add(about);
      if (step === 'handler') countIn(effects, about);
      if (step === 'announce' && output.includes('"FailedEntryCount":0')) {
        if (!effects.counts.has(about)) announcedBeforeEffect.push(about);
        countIn(announcements, about);
      }
    },
  };
}

/** Counts by event, and keeps when it counted the same one again. */
function createCounter() {
  const counts = new Map<string, number>();
  const last = new Map<string, Moment>();
  const repeats = new Map<string, Repeat[]>();
  return {
    counts,
    repeats,
    count(eventId: string, at: Moment, received: Moment | undefined) {
      const since = last.get(eventId);
      if (since !== undefined) {
        const repeat = { received: received ?? since, since, at };
        repeats.set(eventId, [...(repeats.get(eventId) ?? []), repeat]);
      }
      last.set(eventId, at);
      counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
    },
  };
}
