import type { Patience } from '../../smile/rest/with-retries.ts';

/**
 * Within the eight seconds that a page waits for our answer, and with a second for the rest of it. Four
 * attempts: Smile counts all of them against its 20 requests a second (Smile docs, API), and the page
 * itself tries again later.
 */
export const PAGE_PATIENCE: Patience = {
  totalMs: 6500,
  attemptMs: 3000,
  maxAttempts: 4,
  baseMs: 200,
};
