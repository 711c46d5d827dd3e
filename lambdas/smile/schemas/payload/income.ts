import * as z from 'zod/mini';
import { known, number, text } from '../field.ts';
import type { Frequency } from './frequency.ts';

/** One payment for work (Smile OpenAPI 1.14.0). Dates are `YYYY-MM-DD`, the currency is ISO 4217. */
export const income = z.looseObject({
  id: text,
  workItem: text,
  employer: text,
  startDate: text,
  endDate: text,
  currency: text,
  frequency: known<Frequency>(),
  baseAmount: number,
  grossAmount: number,
  netAmount: number,
});
export type Income = z.output<typeof income>;
