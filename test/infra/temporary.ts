import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A new, empty directory that goes when the tests end. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(inject('temporaryRoot'), 'd-'));
}
