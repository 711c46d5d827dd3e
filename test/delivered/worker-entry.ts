import { fileURLToPath } from 'node:url';

/** Path of a worker whose handlers only announce, for a local run. */
export const WORKER_ENTRY = fileURLToPath(new URL('worker.ts', import.meta.url));
