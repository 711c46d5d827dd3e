import { rename } from 'node:fs/promises';
import { MANIFEST, MANIFEST_OF_CLONE } from './manifest-paths.ts';

await rename(MANIFEST_OF_CLONE, MANIFEST);
