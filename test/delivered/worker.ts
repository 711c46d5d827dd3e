import '../../lambdas/telemetry/catch-stray-errors.ts';
import { deployedParts } from '../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../lambdas/worker/handler.ts';
import { registry } from './registry.ts';

/** The worker as deployed, but for business code. */
export const handler = createWorker(deployedParts(registry));
