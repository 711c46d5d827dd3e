import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';
import { DEFAULT_RETRY } from '../../../../lambdas/worker/contract.ts';
import { handlers } from '../../../delivered/handlers.ts';

/** The worker as deployed, which waits for AWS five seconds at most instead of fifteen minutes. */
export const handler = createWorker(
  deployedParts(handlers, { ...DEFAULT_RETRY, maxFaultSeconds: 5 }),
);
