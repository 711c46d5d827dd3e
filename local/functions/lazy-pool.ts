import { FunctionFailed } from './errors.ts';
import type { FunctionDefinition } from './function-process.ts';
import { createPool, type Pool } from './pool.ts';

/** A function of which nothing runs before its first invocation. */
export interface LazyPool extends Omit<Pool, 'warm'> {
  /** Rejects with {@link FunctionFailed}, and with esbuild's BuildFailure when it does not compile. */
  readonly invoke: Pool['invoke'];
}

/**
 * @param bundle makes the function's `index.js`; asked once, at the first invocation
 * @param maximum processes at a time
 */
export function createLazyPool(
  bundle: () => Promise<string>,
  definition: Omit<FunctionDefinition, 'bundle'>,
  maximum: number,
): LazyPool {
  let pool: Promise<Pool> | undefined;
  let started: Pool | undefined;
  let stopped = false;

  const start = async (): Promise<Pool> => {
    const made = await bundle();
    if (stopped) throw FunctionFailed.stopped();
    started = createPool({ ...definition, bundle: made }, maximum);
    return started;
  };

  return {
    async invoke(event) {
      if (stopped) throw FunctionFailed.stopped();
      pool ??= start();
      return await (await pool).invoke(event);
    },
    pids: () => started?.pids() ?? [],
    async stop() {
      stopped = true;
      // What is being bundled comes to nothing; nobody may write files after this.
      await pool?.catch(() => undefined);
      await started?.stop();
    },
  };
}
