import * as z from 'zod/mini';
import { number, text } from '../field.ts';

/** An estimated monthly income (Smile OpenAPI 1.14.0). */
export const eincome = z.looseObject({
  id: text,
  /** `YYYY-MM`. */
  month: text,
  /** ISO 4217. */
  currency: text,
  /** Deprecated. */
  baseAmount: number,
  amount: number,
});
export type Eincome = z.output<typeof eincome>;
