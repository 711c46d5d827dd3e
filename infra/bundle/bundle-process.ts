import { text } from 'node:stream/consumers';
import { bundleFunction } from '../bundle.ts';
import type { BundleJob } from './bundle-all.ts';

// A process of its own: esbuild takes plugins only asynchronously, and a construct cannot wait. Reads the
// jobs as JSON; says what does not compile.

const jobs = JSON.parse(await text(process.stdin)) as readonly BundleJob[];
try {
  await Promise.all(
    jobs.map(({ entry, directory, handlers }) => bundleFunction(entry, directory, handlers)),
  );
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
