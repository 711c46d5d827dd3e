import { fileURLToPath } from 'node:url';

/** What npm reads. */
export const MANIFEST = fileURLToPath(new URL('../package.json', import.meta.url));

/** Where the clone's own waits while the package is packed. */
export const MANIFEST_OF_CLONE = fileURLToPath(
  new URL('../dist/package.clone.json', import.meta.url),
);
