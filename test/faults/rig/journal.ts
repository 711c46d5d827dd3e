import type { Done } from './endpoint.ts';

/** What the endpoint has seen, in the order in which it was done. */
export interface Journal {
  /** Messages that SQS took, by event; a copy within five minutes gets the first one's id. */
  readonly messages: ReadonlyMap<string, ReadonlySet<string>>;
  /** How often each event's handler has announced it. */
  readonly effects: ReadonlyMap<string, number>;
  /** Events in the order in which they were finished. */
  readonly finished: ReadonlySet<string>;
  /** Events that were given up. */
  readonly buried: ReadonlySet<string>;
  /** Events whose handler had an effect after they had been finished: never. */
  readonly effectsAfterEnd: readonly string[];
  readonly note: (done: Done) => void;
}

/** A journal of one run. */
export function createJournal(): Journal {
  const messages = new Map<string, Set<string>>();
  const effects = new Map<string, number>();
  const finished = new Set<string>();
  const buried = new Set<string>();
  const effectsAfterEnd: string[] = [];
  return {
    messages,
    effects,
    finished,
    buried,
    effectsAfterEnd,
    note({ step, about, output }) {
      if (step === 'send') {
        const { MessageId } = JSON.parse(output) as { MessageId: string };
        messages.set(about, (messages.get(about) ?? new Set()).add(MessageId));
      }
      if (step === 'finish') finished.add(about);
      if (step === 'bury') buried.add(about);
      if (step !== 'announce' || !output.includes('"FailedEntryCount":0')) return;
      effects.set(about, (effects.get(about) ?? 0) + 1);
      if (finished.has(about)) effectsAfterEnd.push(about);
    },
  };
}
