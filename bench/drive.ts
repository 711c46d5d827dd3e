import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Asked, CountingProxies } from './counting-proxy.ts';

/** What a driven child is told. */
export interface DriveTask {
  readonly kind: 'ingress' | 'worker';
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
  readonly users: number;
  /** How often each event comes. */
  readonly deliveries: number;
  /** Events before anything is counted: the secret is read, connections are open. */
  readonly warmUp: number;
}

export interface Driven {
  readonly medianMs: number;
}

/** Handles events in a process of their own, and says what each asked of AWS. */
export async function drive(
  task: DriveTask,
  environment: Readonly<Record<string, string>>,
  proxies: CountingProxies,
): Promise<Driven & { readonly perEvent: Asked }> {
  const script = fileURLToPath(new URL('children/drive.ts', import.meta.url));
  const child = fork(script, [JSON.stringify(task)], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`A driven child ended with ${String(code)} and no result.`);
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  proxies.taken();
  child.send('go');
  const [driven] = (await Promise.race([once(child, 'message'), ended])) as [Driven];
  return { ...driven, perEvent: dividedBy(proxies.taken(), task.events) };
}

function dividedBy({ requests, readUnits, writeUnits }: Asked, events: number): Asked {
  const each = Object.entries(requests).map(([action, count]): [string, number] => [
    action,
    count / events,
  ]);
  return {
    requests: Object.fromEntries(each),
    readUnits: readUnits / events,
    writeUnits: writeUnits / events,
  };
}
