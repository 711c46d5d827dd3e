import * as z from 'zod/mini';
import { known, number, text } from '../field.ts';
import type { Frequency } from './frequency.ts';

/** A loan (Smile OpenAPI 1.14.0). Dates are `YYYY-MM-DD`, the currency is ISO 4217. */
export const liability = z.looseObject({
  id: text,
  type: text,
  referenceId: text,
  startDate: text,
  endDate: text,
  firstAmortizationDate: text,
  amortizationFrequency: known<Frequency>(),
  currency: text,
  loanAmount: number,
  amortizationAmount: number,
  outstandingBalance: number,
  nextPaymentAmount: number,
  overduePaymentAmount: number,
});
export type Liability = z.output<typeof liability>;
