import * as z from 'zod/mini';
import { number, text } from '../field.ts';

/** (Smile OpenAPI 1.14.0) `amount` may be negative. `date` is `YYYY-MM-DD`, the currency ISO 4217. */
export const transaction = z.looseObject({
  id: text,
  date: text,
  description: text,
  currency: text,
  amount: number,
  referenceId: text,
});
export type Transaction = z.output<typeof transaction>;
