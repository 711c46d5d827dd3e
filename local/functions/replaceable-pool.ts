import { EventEmitter, once } from 'node:events';
import { FunctionFailed } from './errors.ts';
import { type FunctionDefinition, FunctionProcess } from './function-process.ts';
import { createPool, type Pool } from './pool.ts';

/** A function whose code can be changed while it works. */
export interface ReplaceablePool extends Pool {
  /**
   * Lets the next invocation run another bundle. What runs already ends in the old one.
   *
   * Rejects with FunctionFailed when the bundle does not load; then the old one stays.
   */
  readonly replace: (bundle: string) => Promise<void>;
}

/** A pool of one bundle, and how many invocations it still has. Emits `idle` when that is none. */
class Generation extends EventEmitter {
  readonly pool: Pool;
  running = 0;

  constructor(definition: FunctionDefinition, maximum: number) {
    super();
    this.pool = createPool(definition, maximum);
  }

  async invoke(event: unknown): Promise<unknown> {
    this.running += 1;
    try {
      return await this.pool.invoke(event);
    } finally {
      this.running -= 1;
      if (this.running === 0) this.emit('idle');
    }
  }

  /** Ends the processes after what they still do. */
  async end(): Promise<void> {
    if (this.running > 0) await once(this, 'idle');
    await this.pool.stop();
  }
}

/** @param maximum processes at a time */
export function createReplaceablePool(
  definition: FunctionDefinition,
  maximum: number,
): ReplaceablePool {
  const begin = (bundle: string) => new Generation({ ...definition, bundle }, maximum);
  /** Two debuggers cannot have one port: the old process ends before the new one begins. */
  const isDebugged = definition.execArgv !== undefined;
  let current = begin(definition.bundle);
  let replacing: Promise<unknown> = Promise.resolve();
  const live = new Set([current]);

  const retire = async (generation: Generation) => {
    await generation.end();
    live.delete(generation);
  };
  const change = async (bundle: string) => {
    const before = current;
    if (isDebugged) await retire(before);
    current = begin(bundle);
    live.add(current);
    if (!isDebugged) void retire(before);
    await current.pool.warm;
  };

  return {
    warm: current.pool.warm,
    async invoke(event) {
      if (isDebugged) await replacing;
      return await current.invoke(event);
    },
    pids: () => [...live].flatMap(({ pool }) => pool.pids()),
    async stop() {
      await Promise.all([...live].map(({ pool }) => pool.stop()));
    },
    async replace(bundle) {
      await tryOut({ ...definition, bundle });
      replacing = change(bundle);
      await replacing;
    },
  };
}

/** Starts a bundle once and ends it. Rejects with FunctionFailed when it does not load. */
async function tryOut({ execArgv: _debugger, ...plain }: FunctionDefinition): Promise<void> {
  const instance = new FunctionProcess(plain);
  try {
    await instance.ready;
  } finally {
    instance.kill(FunctionFailed.stopped());
    await instance.gone;
  }
}
