import * as z from 'zod/mini';
import { number, text } from '../field.ts';

/** A payment into a fund (Smile OpenAPI 1.14.0). `date` is `YYYY-MM-DD`, the currency ISO 4217. */
export const contribution = z.looseObject({
  id: text,
  date: text,
  currency: text,
  amount: number,
  referenceId: text,
});
export type Contribution = z.output<typeof contribution>;
