import { registry } from '../../../delivered/registry.ts';
import { RETRY } from '../../../../lambdas/worker/backoff.ts';
import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';

/** The worker as deployed, which waits for AWS five seconds at most instead of fifteen minutes. */
export const handler = createWorker(deployedParts(registry, { ...RETRY, maxFaultSeconds: 5 }));
