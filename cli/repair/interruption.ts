/** Ctrl-C ends what is under way between two events. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/** 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130;

/** Turns the next Ctrl-C into a signal, and the exit code. A second one ends the process. */
export function onInterruption(): Interruption {
  const controller = new AbortController();
  const stop = () => {
    process.exitCode = INTERRUPTED;
    controller.abort();
  };
  process.once('SIGINT', stop);
  return {
    signal: controller.signal,
    end: () => void process.off('SIGINT', stop),
  };
}
