import * as z from 'zod/mini';
import { known, text } from '../field.ts';

/** (Smile OpenAPI 1.14.0) Dates are `YYYY-MM-DD`. */
export const document = z.looseObject({
  id: text,
  name: text,
  docId: text,
  status: text,
  documentType: known<'IDENTIFICATION' | 'PAYSLIP' | 'CLEARANCE' | 'CERTIFICATE'>(),
  issueDate: text,
  expiryDate: text,
  fileUrl: text,
  remarks: text,
});
export type Document = z.output<typeof document>;
