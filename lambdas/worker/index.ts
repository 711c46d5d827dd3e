import '../telemetry/catch-stray-errors.ts';
import handlers from '../handlers/smile-handlers.ts';
import { deployedParts } from './deployed-parts.ts';
import { createWorker } from './handler.ts';

/** Works off the events queue. */
export const handler = createWorker(deployedParts(handlers));
