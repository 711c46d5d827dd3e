import { bucketBodies } from '../../lambdas/message/body-store.ts';
import type { Driven, DriveTask } from '../drive.ts';
import { gatewayEvent, newBody, queueEvent } from '../events.ts';
import { median } from '../median.ts';
import { userOfEvent } from '../users.ts';
import { loadHandler } from './load-handler.ts';

/** The main of a child that handles events of so many users, and reports how long each took. */
const task = JSON.parse(process.argv[2] ?? '') as DriveTask;
const handle = await loadHandler(task.file);

async function newEvent(n: number, events: number) {
  const body = newBody(task.bytes, userOfEvent(n, events, task.users));
  if (task.kind === 'ingress') return gatewayEvent(body);
  const { event, bodyRef } = queueEvent(body);
  // The ingress has done it before its message is there.
  if (bodyRef !== undefined) await bodies.put(bodyRef, body, AbortSignal.timeout(10_000));
  return event;
}

async function newEvents(count: number) {
  const events = [];
  for (let n = 0; n < count; n += 1) events.push(await newEvent(n, count));
  return events;
}

const bodies = bucketBodies(process.env.BODIES_BUCKET ?? '');
const [warmUp, events] = [await newEvents(task.warmUp), await newEvents(task.events)];
for (const event of warmUp) await handle(event);

/** Sent when the counters may be set back; the parent says when it goes on. */
process.send?.('warm');
await new Promise((resolve) => process.once('message', resolve));

const times: number[] = [];
for (const event of events) {
  for (let delivery = 0; delivery < task.deliveries; delivery += 1) {
    // Of its own each time: some receivers change what they are given.
    const given = structuredClone(event);
    const before = performance.now();
    await handle(given);
    times.push(performance.now() - before);
  }
}
const driven: Driven = { medianMs: median(times) };
process.send?.(driven, () => process.exit(0));
