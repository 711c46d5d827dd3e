import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { bundleFunction } from '../bundle.ts';
import type { BundleJob } from './bundle-all.ts';
import { bundleWorker } from './bundle-worker.ts';
import { checkTypes } from './check-types.ts';
import type { HandlersSource } from './handlers-source.ts';
import { type LoadedHandlers, loadHandlers } from './load-handlers.ts';
import { workerRuntime } from './worker-runtime.ts';

// Reads the jobs as JSON. Says as JSON what the handlers are, or in words what does not compile.

const temporary = await mkdtemp(join(tmpdir(), 'smile-bundle-'));
let made: Promise<string> | undefined;
const runtime = () => (made ??= workerRuntime(temporary));

try {
  const jobs = (await json(process.stdin)) as readonly BundleJob[];
  const bundling = jobs.map(async (job) => [job.directory, await bundle(job)] as const);
  // All of them, also after one has failed: they write.
  await Promise.allSettled(bundling);
  process.stdout.write(JSON.stringify(Object.fromEntries(await Promise.all(bundling))));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function bundle({ entry, handlers, directory }: BundleJob): Promise<LoadedHandlers> {
  if (entry !== undefined) await bundleFunction(entry, directory);
  return handlers ? await bundleChecked(handlers, directory) : {};
}

async function bundleChecked(handlers: HandlersSource, directory: string): Promise<LoadedHandlers> {
  const [typeErrors, loaded] = await Promise.all([
    checkTypes(handlers.path),
    bundleAndLoad(handlers, directory),
  ]);
  const fault = typeErrors ?? (loaded.isInvalid ? loaded.failure : undefined);
  if (fault !== undefined) throw new Error(fault);
  return loaded;
}

/** One after the other: what does not bundle cannot be loaded either, and would be told twice. */
async function bundleAndLoad(handlers: HandlersSource, directory: string) {
  await bundleWorker({ handlers, directory, runtime: await runtime(), modules: 'installed' });
  return await loadHandlers(handlers, await runtime());
}
