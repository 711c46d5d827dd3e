import { pathToFileURL } from 'node:url';
import type { Driven, DriveTask } from '../drive.ts';
import { context, gatewayEvent, newBody, queueEvent } from '../events.ts';
import { median } from '../median.ts';

/** The main of a child that handles events of so many users, and reports how long each took. */
const task = JSON.parse(process.argv[2] ?? '') as DriveTask;
const { handler } = (await import(pathToFileURL(task.file).href)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};

async function handle(event: unknown): Promise<number> {
  const before = performance.now();
  const answer = (await handler(event, { ...context, functionName: 'bench' })) as {
    readonly statusCode?: number;
    readonly batchItemFailures?: readonly unknown[];
  };
  const failed = (answer.statusCode ?? 200) !== 200 || !!answer.batchItemFailures?.length;
  if (failed)
    throw new Error(`${task.file} does not do what is measured: ${JSON.stringify(answer)}`);
  return performance.now() - before;
}

const toEvent = task.kind === 'worker' ? queueEvent : gatewayEvent;
const bodyOf = (n: number) => newBody(task.bytes, `tenant-${n % task.users}`);
const warmUp = Array.from({ length: task.warmUp }, (_, n) => toEvent(bodyOf(n)));
for (const event of warmUp) await handle(event);

/** Sent when the counters may be set back; the parent says when it goes on. */
process.send?.('warm');
await new Promise((resolve) => process.once('message', resolve));

const events = Array.from({ length: task.events }, (_, n) => toEvent(bodyOf(n)));
const times: number[] = [];
for (const event of events) {
  for (let delivery = 0; delivery < task.deliveries; delivery += 1) {
    // Of its own each time: some receivers change what they are given.
    times.push(await handle(structuredClone(event)));
  }
}
const driven: Driven = { medianMs: median(times) };
process.send?.(driven, () => process.exit(0));
