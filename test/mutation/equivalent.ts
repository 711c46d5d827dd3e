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
    file: 'lambdas/message/event-key.ts',
    original: 'form !== undefined',
    replacement: 'true',
    count: 1,
    why: 'For the compiler only: an id that begins with the text "undefined" has no form of ours.',
  },
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
    file: 'lambdas/smile/envelope.ts',
    original: '!LONG_INTEGER.test(text)',
    replacement: 'false',
    count: 1,
    why: 'Saves time only: without a long integer both ways read the same.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: '/\\d{16}/',
    replacement: '/\\d/',
    count: 1,
    why: 'Saves time only: with fewer digits both ways read the same.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: "typeof value === 'number'",
    replacement: 'true',
    count: 1,
    why: 'The source of a text has quotes around it, and is no digits.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'source !== undefined',
    replacement: 'true',
    count: 1,
    why: 'For the compiler only: `undefined` as a text is no digits.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: "typeof value === 'string'",
    replacement: 'true',
    count: 1,
    why: 'What is no text is refused as a name, and by every schema, all the same.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'fraction.slice(0, 3)',
    replacement: 'fraction',
    count: 1,
    why: 'V8 reads no more than milliseconds, however many digits follow.',
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
    file: 'lambdas/worker/handler.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    count: 1,
    why: 'An event without a type is found as one of an unknown type, and so is every other text.',
  },
  {
    file: 'lambdas/worker/handler.ts',
    original: '{ mayHaveBegun: false }',
    replacement: '{}',
    count: 1,
    why: 'What is absent is as false.',
  },
  {
    file: 'lambdas/state/merge.ts',
    original: 'compareStamps(fact, end) > 0',
    replacement: 'compareStamps(fact, end) >= 0',
    count: 1,
    why: 'An event says one fact: none of tasks, data points and callbacks comes from the end itself.',
  },
  {
    file: 'lambdas/state/stamp.ts',
    original: 'createdAt !== undefined',
    replacement: 'true',
    count: 1,
    why: 'For the compiler only: no time is not later than any.',
  },
  {
    file: 'lambdas/state/tasks.ts',
    original: 'compareStamps(untyped, task) > 0',
    replacement: 'compareStamps(untyped, task) >= 0',
    count: 1,
    why: 'An event says one fact: no two tasks have the same stamp.',
  },
  {
    file: 'lambdas/state/facts/task-facts.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    count: 1,
    why: 'No kind of source is as good as one that nobody knows.',
  },
  {
    file: 'lambdas/state/facts/callback-facts.ts',
    original: 'text !== undefined',
    replacement: 'true',
    count: 1,
    why: 'For the compiler only: whatever the pattern says of no text, undefined is returned.',
  },
];
