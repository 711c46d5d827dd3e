// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before any test starts one
import './local/node-version.mjs';
import { defineConfig } from 'vitest/config';

/**
 * The CDK validates a template for seconds at each synthesis. One that users make, `cdk synth` in
 * `synthesis.test.ts`, is validated; templates that are only looked at are not.
 */
const NOT_VALIDATED = { CDK_VALIDATION: 'false' };

/**
 * Six projects, by cost. `handlers` are the tests of business code, beside it, and `unit` those of the product: both
 * run in milliseconds and start no engine. `infra` synthesizes the stack,
 * offline. `integration` starts the local run: real SDK clients, real protocols, real child processes.
 * `conformance` tries receivers from outside, broken ones and the local run. `browser` opens the demo page of
 * a local run in Chromium.
 */
export default defineConfig({
  test: {
    // One more than a small machine has cores: the longest tests wait, for a minute's outage or five attempts.
    maxWorkers: 3,
    projects: [
      {
        // Handlers name this package as in a project of its user: here that is the sources.
        ssr: { resolve: { conditions: ['source', 'node'] } },
        test: { name: 'handlers', include: ['lambdas/handlers/**/*.test.ts'] },
      },
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          globalSetup: 'test/infra/temporary-root.ts',
          testTimeout: 60_000,
          // The CDK is loaded once for all files: that alone takes seconds.
          isolate: false,
          env: NOT_VALIDATED,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxConcurrency: 20,
          env: NOT_VALIDATED,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxConcurrency: 8,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Pages at a time; each is a process or two.
          maxConcurrency: 4,
        },
      },
    ],
  },
});
