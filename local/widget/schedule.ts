import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../aws.ts';
import type { ScheduleDefinition } from '../template/read-schedule.ts';

/** A schedule that is kept. */
export interface Schedule {
  /** Invokes the function now, as the schedule would; rejects with `FunctionFailed`. */
  fire(): Promise<void>;
  stop(): void;
}

/**
 * Invokes a function every so often, as a rule with a rate does (EventBridge docs, Creating a rule that
 * runs on a schedule). An invocation that fails is logged, and not repeated: the next one comes soon.
 */
export function startSchedule(
  { id, everyMinutes }: ScheduleDefinition,
  invoke: (event: unknown) => Promise<unknown>,
  logLine: (line: string) => void,
): Schedule {
  const fire = async () => {
    await invoke(scheduledEvent(id));
  };
  const timer = setInterval(() => {
    fire().catch((error: unknown) => logLine(`The schedule ${id} failed: ${String(error)}`));
  }, everyMinutes * 60_000);
  // Nothing else keeps a run alive that has nothing to do.
  timer.unref();
  return { fire, stop: () => clearInterval(timer) };
}

/** EventBridge docs, Events reference: scheduled events. */
function scheduledEvent(rule: string) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${rule}`],
    detail: {},
  };
}
