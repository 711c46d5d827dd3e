import '../telemetry/catch-stray-errors.ts';
import { registry } from '../handlers/registry.ts';
import { deployedParts } from './deployed-parts.ts';
import { createWorker } from './handler.ts';

/** Works off the events queue. */
export const handler = createWorker(deployedParts(registry));
