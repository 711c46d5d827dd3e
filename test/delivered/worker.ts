import '../../lambdas/telemetry/catch-stray-errors.ts';
import { deployedParts } from '../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../lambdas/worker/handler.ts';
import { handlers } from './handlers.ts';

/** The worker as deployed, but for business code. */
export const handler = createWorker(deployedParts(handlers));
