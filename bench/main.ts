import { benchBoot } from './boot.ts';
import { benchBundles } from './bundles.ts';
import { benchFunctions } from './functions.ts';
import { benchThroughput } from './throughput.ts';

/**
 * Measures speed and size and prints one JSON object. Ratios compare two things
 * of the same run on the same machine; absolute times tell little on a shared one.
 */
const bundles = await benchBundles();
const results = {
  bundles: bundles.bytes,
  boot: await benchBoot(bundles),
  functions: await benchFunctions(bundles),
  throughput: await benchThroughput(),
};
await bundles.remove();
process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
