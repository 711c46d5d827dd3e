import type { Mutant } from './report.ts';

/** A mutant that no test can notice, since it does the same; or that says nothing of the product. */
export interface Equivalent extends Pick<Mutant, 'file' | 'original' | 'replacement'> {
  /** So many places of the file have this very change. */
  readonly count: number;
  readonly why: string;
}

/** Whoever adds one has to say why. The run fails when more of them are left than counted here, or fewer. */
export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: 'lambdas/smile/envelope.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    count: 1,
    why: 'The first entry is the whole match, which is not looked at.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'date === undefined',
    replacement: 'false',
    count: 1,
    why: 'For the compiler only: no date is in no month either.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'day <= 28',
    replacement: 'day < 28',
    count: 1,
    why: 'Saves time only: the 28th is in every month.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'day <= 28',
    replacement: 'false',
    count: 1,
    why: 'Saves time only: what follows says the same of the first 28 days.',
  },
  {
    file: 'lambdas/message/event-message.ts',
    original: '{ return undefined; }',
    replacement: '{}',
    count: 1,
    why: 'A function that ends without a value gives undefined: the linter wants it said.',
  },
  {
    file: 'lambdas/ledger/ledger.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    count: 3,
    why: 'To remove an attribute that no row has changes no row (DynamoDB, UpdateItem).',
  },
  {
    file: 'lambdas/state/merge.ts',
    original: 'compareStamps(stamp, item.endedBy) < 0',
    replacement: 'compareStamps(stamp, item.endedBy) <= 0',
    count: 1,
    why: 'Equal is only the end itself come again, whose status is known: it is never newer anyway.',
  },
  {
    file: 'lambdas/state/merge.ts',
    original: 'compareStamps(fact, end) > 0',
    replacement: 'compareStamps(fact, end) >= 0',
    count: 1,
    why: 'An event says one fact: none of tasks, data points and callbacks comes from the end itself.',
  },
  {
    file: 'lambdas/state/effects/task-effects.ts',
    original: 'taskType !== undefined',
    replacement: 'true',
    count: 1,
    why: 'For the compiler only: `undefined` as a text has small letters, and is no name either.',
  },
  {
    file: 'lambdas/state/effects/task-effects.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    count: 1,
    why: 'No kind of source is as good as one that nobody knows.',
  },
  {
    file: 'lambdas/state/effects/data-point-effects.ts',
    original: 'count !== undefined',
    replacement: 'true',
    count: 1,
    why: 'For the compiler only: no count is not within any bound, and undefined again.',
  },
  {
    file: 'lambdas/state/effects/callback-effects.ts',
    original: 'text !== undefined',
    replacement: 'true',
    count: 1,
    why: 'For the compiler only: whatever the pattern says of no text, undefined is returned.',
  },
];
