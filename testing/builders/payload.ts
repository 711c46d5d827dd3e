import { contribution, document, liability, link } from './credit.ts';
import { identity } from './identity.ts';
import { insight } from './insight.ts';
import { eincome, employment, income, rating, transaction } from './work.ts';

/** Everything that `includePayload` can bring, so that every field can be seen. */
export function payload() {
  return {
    identity: identity(),
    rating: rating(),
    documents: page([document()]),
    incomes: page([income(2), income(17), income(32)]),
    transactions: page([transaction(1), transaction(9)]),
    employments: page([employment()]),
    contributions: page([contribution(20), contribution(50), contribution(80)]),
    liabilities: page([liability()]),
    eincomes: page([eincome(31), eincome(62)]),
    links: page([link()]),
    insight: insight(),
  };
}

function page<T>(items: T[]): { nextCursor: string | null; items: T[] } {
  return { nextCursor: null, items };
}
