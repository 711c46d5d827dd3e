// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before any test starts one
import '../../local/node-version.mjs';
import { defineConfig } from 'vitest/config';

/** The package as a user installs it: packed, from the registry, in an empty directory. Not part of `npm test`. */
export default defineConfig({
  test: {
    name: 'packed',
    include: ['test/packed/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
