import * as z from 'zod/mini';
import { count, list, text, texts } from '../field.ts';

/** How often the same person has linked accounts, at any lender (Smile OpenAPI 1.14.0). */
export const link = z.looseObject({
  id: text,
  startDate: text,
  endDate: text,
  records: list(z.looseObject({ count, linkedAt: texts })),
});
export type Link = z.output<typeof link>;
