// The worker without handlers, as one module: a user's handlers are bundled onto it (infra/bundle/bundle-worker.ts).
import '../telemetry/catch-stray-errors.ts';
import type { Handlers } from '../receiver/create-handlers.ts';
import { deployedParts } from './deployed-parts.ts';
import { createWorker } from './handler.ts';

export * from '../receiver/index.ts';
export { largestAttempts } from '../receiver/largest-attempts.ts';
export { handlersNotLoaded } from './handlers-not-loaded.ts';

/** The function that Lambda calls. @throws HandlersInvalid */
export function workerWith(handlers: Handlers): ReturnType<typeof createWorker> {
  return createWorker(deployedParts(handlers));
}
