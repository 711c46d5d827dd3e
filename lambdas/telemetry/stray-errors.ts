import { AsyncLocalStorage } from 'node:async_hooks';
import { errorFields, stackFrames } from './describe-error.ts';
import type { Log } from './log.ts';
import type { Measure } from './metrics.ts';
import { ownFrame } from './source-frames.ts';

/**
 * A stray error is one that no caller can catch: a rejected promise that nobody awaits, or a throw in a
 * timer or another callback. By default Node prints it with its message and ends the process, and so does
 * Lambda's runtime client. A message can hold a whole body, and the process has done nothing wrong.
 */
export const STRAY_ERRORS = ['uncaughtException', 'unhandledRejection'] as const;

/** How a stray error came: as a throw, or as a rejection. */
export type StrayErrorKind = (typeof STRAY_ERRORS)[number];

/** Work that answers for its own stray errors. */
export interface StrayErrorOwner {
  /** Names in every line what the work is about. */
  readonly log: Log;
  /** Takes the error as a failure of the work. False when the work is over, or has failed already. */
  readonly fail: (error: unknown) => boolean;
}

/** Where stray errors are written down. Both are made at the first one: a cold start pays nothing. */
export interface StrayErrorReporting {
  /** For an error that belongs to no work. */
  readonly log: () => Log;
  readonly measure: () => Measure;
}

/** Leads from a timer, a promise or a socket back to the work that began it. */
const owners = new AsyncLocalStorage<StrayErrorOwner>();
const running = new Set<StrayErrorOwner>();

/** Does the work. Its stray errors are the owner's while it runs, and carry the owner's ids afterwards. */
export async function ownStrayErrors<T>(
  owner: StrayErrorOwner,
  work: () => Promise<T>,
): Promise<T> {
  running.add(owner);
  try {
    return await owners.run(owner, work);
  } finally {
    running.delete(owner);
  }
}

/** Takes the place of all listeners for stray errors: afterwards none is printed, and none ends the process. */
export function catchStrayErrors(reporting: StrayErrorReporting): void {
  for (const kind of STRAY_ERRORS) {
    process.removeAllListeners(kind);
    process.on(kind, strayErrorListener(kind, reporting));
  }
}

/** Gives a stray error to its owner, or else counts it and writes down its class and frames. Never throws. */
export function strayErrorListener(kind: StrayErrorKind, { log, measure }: StrayErrorReporting) {
  return (error: unknown): void => {
    try {
      const owner = owners.getStore() ?? onlyOneRunning();
      if (owner?.fail(error)) return;
      measure()({ StrayErrors: 1 });
      const frames = stackFrames(error);
      const fields = { kind, ...errorFields(error), at: ownFrame(frames), frames };
      (owner?.log ?? log()).error('stray error', fields);
    } catch {
      // What is thrown here would be printed, and would end the process.
    }
  };
}

/** A library may call back without the context of the work. With two at work it could be either's. */
function onlyOneRunning(): StrayErrorOwner | undefined {
  if (running.size !== 1) return undefined;
  const [owner] = running;
  return owner;
}
