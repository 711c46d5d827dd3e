import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';
import { RETRY } from '../../../../lambdas/worker/retry.ts';
import { handlers } from '../../../delivered/handlers.ts';

/** The worker as deployed, which waits for AWS five seconds at most instead of fifteen minutes. */
export const handler = createWorker(deployedParts(handlers, { ...RETRY, maxFaultSeconds: 5 }));
