import * as z from 'zod/mini';
import { text } from '../field.ts';

/** (Smile OpenAPI 1.14.0) Dates are `YYYY-MM-DD`; without `endDate` the employment goes on. */
export const employment = z.looseObject({
  id: text,
  name: text,
  description: text,
  jobTitle: text,
  department: text,
  employeeNumber: text,
  employerNumber: text,
  employer: text,
  status: text,
  startDate: text,
  endDate: text,
  reportedDate: text,
});
export type Employment = z.output<typeof employment>;
