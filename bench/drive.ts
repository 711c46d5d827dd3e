import { startChild } from './child.ts';
import type { Asked } from './counting-proxy.ts';
import type { Engines } from './engines.ts';

/** What a driven child is told. */
export interface DriveTask {
  readonly kind: 'ingress' | 'worker';
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
  /** The events are spread evenly over so many. */
  readonly users: number;
  /** How often each event comes. */
  readonly deliveries: number;
  /** Events before anything is counted: the secret is read, connections are open. */
  readonly warmUp: number;
}

export interface Driven {
  readonly medianMs: number;
}

/**
 * Handles events in a process of their own, and says what each asked of AWS.
 *
 * @throws ChildFailed, NotCounted
 */
export async function drive(
  task: DriveTask,
  { environment, proxies }: Pick<Engines, 'environment' | 'proxies'>,
): Promise<Driven & { readonly perEvent: Asked }> {
  const child = startChild('drive', task, environment);
  try {
    await child.next();
    proxies.taken();
    child.goOn();
    const driven = await child.next<Driven>();
    return { ...driven, perEvent: dividedBy(proxies.taken(), task.events) };
  } catch (error) {
    // What was not counted is why the child failed.
    proxies.taken();
    throw error;
  } finally {
    child.end();
  }
}

function dividedBy({ requests, units: { read, write, indexWrite } }: Asked, events: number): Asked {
  const each = Object.entries(requests).map(([action, count]): [string, number] => [
    action,
    count / events,
  ]);
  return {
    requests: Object.fromEntries(each),
    units: { read: read / events, write: write / events, indexWrite: indexWrite / events },
  };
}
