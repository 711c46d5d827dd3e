import '../telemetry/catch-stray-errors.ts';
// The project's own, or the file that a receiver names (infra/bundle.ts).
import handlers from '#smile-handlers';
import { deployedParts } from './deployed-parts.ts';
import { createWorker } from './handler.ts';

/** Works off the events queue. */
export const handler = createWorker(deployedParts(handlers));
