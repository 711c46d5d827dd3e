import { fileURLToPath } from 'node:url';

/** Path of a handlers file without business code, for a receiver whose functions are bundled. */
export const HANDLERS = fileURLToPath(new URL('handlers.ts', import.meta.url));
