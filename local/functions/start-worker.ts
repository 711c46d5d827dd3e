import type { BundledWorker } from '../../infra/bundle/bundle-worker.ts';
import type { LocalOptions } from '../run.ts';
import type { System } from '../template/system.ts';
import type { RunBundles } from './bundle-functions.ts';
import type { Pool } from './pool.ts';
import { createReplaceablePool } from './replaceable-pool.ts';
import { showToDebugger } from './show-to-debugger.ts';

/** What a run's worker is made of. */
export interface WorkerParts {
  readonly bundles: RunBundles;
  readonly system: Pick<System, 'worker' | 'mapping'>;
  readonly options: Pick<LocalOptions, 'workerEnvironment' | 'inspectPort' | 'attemptFailed'>;
  readonly environment: Readonly<Record<string, string>>;
  readonly logLine: (line: string) => void;
}

/** A run's worker, whose handlers can be loaded anew. */
export interface RunningWorker extends Pool {
  readonly handlerFiles: () => readonly string[];
  readonly reload: () => Promise<void>;
}

/** Starts the worker: as many processes as its mapping has concurrency, or one with a debugger. */
export async function startWorker(
  first: BundledWorker,
  parts: WorkerParts,
): Promise<RunningWorker> {
  const { bundles, system, options, environment, logLine } = parts;
  const { inspectPort } = options;
  let { sources } = first;
  if (inspectPort !== undefined) await showToDebugger(first.path);
  const pool = createReplaceablePool(
    {
      bundle: first.path,
      timeoutSeconds: system.worker.timeoutSeconds,
      environment: { ...environment, ...options.workerEnvironment },
      ...(inspectPort === undefined ? {} : { execArgv: [`--inspect=127.0.0.1:${inspectPort}`] }),
      attemptFailed: options.attemptFailed,
      logLine,
    },
    inspectPort === undefined ? system.mapping.concurrency : 1,
  );
  return {
    ...pool,
    handlerFiles: () => sources,
    async reload() {
      const made = await bundles.worker(system.worker.handlers);
      if (inspectPort !== undefined) await showToDebugger(made.path);
      await pool.replace(made.path);
      ({ sources } = made);
    },
  };
}
