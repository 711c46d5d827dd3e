import { allowAll, type Judge } from './judge.ts';

/** Stands before the services of a run. Services start before it is known what functions may do. */
export interface Gate {
  /** Allows everything until {@link enforce} is called. */
  readonly judge: Judge;
  /** From here on this one judges. */
  enforce(judge: Judge): void;
}

export function createGate(): Gate {
  let current = allowAll;
  return {
    judge: (call) => current(call),
    enforce(judge) {
      current = judge;
    },
  };
}
