import type { Mutant } from './report.ts';

/** A mutant that no test can notice, since it does the same; or that says nothing of the product. */
export interface Equivalent extends Pick<Mutant, 'file' | 'original' | 'replacement'> {
  readonly why: string;
}

/** Whoever adds one has to say why. An entry that is not needed any more fails the run. */
export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: 'lambdas/smile/envelope.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    why: 'The first entry is the whole match, which is not looked at.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'date === undefined',
    replacement: 'false',
    why: 'For the compiler only: no date is in no month either.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'day <= 28',
    replacement: 'day < 28',
    why: 'Saves time only: the 28th is in every month.',
  },
  {
    file: 'lambdas/smile/envelope.ts',
    original: 'day <= 28',
    replacement: 'false',
    why: 'Saves time only: what follows says the same of the first 28 days.',
  },
  {
    file: 'lambdas/message/event-message.ts',
    original: '{ return undefined; }',
    replacement: '{}',
    why: 'A function that ends without a value gives undefined: the linter wants it said.',
  },
  {
    file: 'lambdas/ledger/ledger.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    why: 'To remove an attribute that no row has changes no row (DynamoDB, UpdateItem).',
  },
  {
    file: 'lambdas/state/merge.ts',
    original: 'compareStamps(stamp, item.endedBy) < 0',
    replacement: 'compareStamps(stamp, item.endedBy) <= 0',
    why: 'Equal is only the end itself come again, whose status is known: it is never newer anyway.',
  },
  {
    file: 'lambdas/state/merge.ts',
    original: 'compareStamps(fact, end) > 0',
    replacement: 'compareStamps(fact, end) >= 0',
    why: 'An event says one fact: none of tasks, data points and callbacks comes from the end itself.',
  },
];
