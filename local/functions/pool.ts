import { FunctionFailed } from './errors.ts';
import { type FunctionDefinition, FunctionProcess } from './function-process.ts';

/** A function that can be invoked, with as many processes as there is work for. */
export interface Pool {
  /** Waits for a free process; rejects with {@link FunctionFailed}. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Resolves when the first process is ready, or has failed to be. */
  readonly warm: Promise<void>;
  readonly pids: () => number[];
  readonly stop: () => Promise<void>;
}

interface Job {
  readonly event: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** @param maximum processes at a time; one is started at once, the others when all are busy */
export function createPool(definition: FunctionDefinition, maximum: number): Pool {
  const live = new Set<FunctionProcess>();
  const idle: FunctionProcess[] = [];
  const jobs: Job[] = [];
  let starting = 0;
  let stopped = false;

  const launch = (): Promise<void> => {
    const instance = new FunctionProcess(definition);
    live.add(instance);
    starting += 1;
    void instance.gone.then(() => {
      live.delete(instance);
      const position = idle.indexOf(instance);
      if (position >= 0) idle.splice(position, 1);
      return pump();
    });
    return instance.ready
      .then(() => release(instance))
      .catch((error: FunctionFailed) => {
        if (!stopped) definition.logLine(error.message);
        // One job fails for one start that did, as in Lambda; else a broken bundle is started forever.
        jobs.shift()?.reject(error);
      })
      .finally(() => {
        starting -= 1;
        pump();
      });
  };

  const isShort = () => !stopped && jobs.length > starting && live.size < maximum;

  const release = (instance: FunctionProcess) => {
    if (live.has(instance)) idle.push(instance);
  };

  const run = async (instance: FunctionProcess, { event, resolve, reject }: Job) => {
    try {
      resolve(await instance.invoke(event));
      release(instance);
    } catch (error) {
      reject(error);
      // A handler that throws leaves its process as it is; every other failure has ended it.
      if (error instanceof FunctionFailed && error.code === 'threw') release(instance);
    }
    pump();
  };

  const pump = () => {
    while (jobs.length > 0 && idle.length > 0) {
      void run(idle.pop() as FunctionProcess, jobs.shift() as Job);
    }
    while (isShort()) void launch();
  };

  const warm = launch();
  return {
    warm,
    invoke(event) {
      if (stopped) return Promise.reject(FunctionFailed.stopped());
      return new Promise((resolve, reject) => {
        jobs.push({ event, resolve, reject });
        pump();
      });
    },
    pids: () => [...live].map(({ pid }) => pid),
    async stop() {
      stopped = true;
      for (const job of jobs.splice(0)) job.reject(FunctionFailed.stopped());
      for (const instance of live) instance.kill(FunctionFailed.stopped());
      await Promise.all([...live].map(({ gone }) => gone));
    },
  };
}
