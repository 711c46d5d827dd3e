import * as z from 'zod/mini';
import { accountFields } from './account.ts';
import { count, instant, texts } from './field.ts';

/**
 * CONTRIBUTIONS_UPDATED, INCOMES_UPDATED, EINCOMES_UPDATED: the period that changed. Deprecated in
 * favour of ACCOUNT_SYNC_TASK_FINISHED (Smile docs, Webhooks), still deliverable.
 */
export const periodUpdated = z.looseObject({
  ...accountFields,
  count,
  updatedFrom: instant,
  updatedTo: instant,
  updatedAt: instant,
});

/** DOCUMENTS_UPDATED, EMPLOYMENTS_UPDATED, LIABILITIES_UPDATED: the items that changed. Deprecated. */
export const itemsUpdated = z.looseObject({
  ...accountFields,
  updatedIds: texts,
  count,
  updatedAt: instant,
});
