import * as z from 'zod/mini';
import { lenient, list, text } from '../field.ts';
import { contribution } from './contribution.ts';
import { document } from './document.ts';
import { eincome } from './eincome.ts';
import { employment } from './employment.ts';
import { identity } from './identity.ts';
import { income } from './income.ts';
import { insight } from './insight.ts';
import { liability } from './liability.ts';
import { link } from './link.ts';
import { rating } from './rating.ts';
import { transaction } from './transaction.ts';

/** Up to 300 items; a `nextCursor` tells that REST has more (Smile docs, Webhooks). */
function page<T extends z.ZodMiniType>(item: T) {
  return lenient(z.looseObject({ nextCursor: text, items: list(item) }));
}

/** All data points of one account, each absent when Smile has none (Smile OpenAPI 1.14.0). */
export const payload = z.looseObject({
  identity: lenient(identity),
  rating: lenient(rating),
  documents: page(document),
  incomes: page(income),
  transactions: page(transaction),
  employments: page(employment),
  contributions: page(contribution),
  liabilities: page(liability),
  eincomes: page(eincome),
  links: page(link),
  insight: lenient(insight),
});
export type Payload = z.output<typeof payload>;
