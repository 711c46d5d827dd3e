import { pathToFileURL } from 'node:url';
import type { Soaked, SoakTask } from '../memory.ts';
import { context, gatewayEvent, newBody, queueEvent } from '../events.ts';

/** The main of a child that handles many events and looks at its memory now and then. */
const task = JSON.parse(process.argv[2] ?? '') as SoakTask;
const { handler } = (await import(pathToFileURL(task.file).href)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};
const toEvent = task.kind === 'worker' ? queueEvent : gatewayEvent;
const MIB = 1024 * 1024;
const samples: Soaked['samples'][number][] = [];

for (let n = 1; n <= task.events; n += 1) {
  await handler(toEvent(newBody(1024, `tenant-${n % 1000}`)), context);
  if (n % (task.events / task.samples) === 0) {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    samples.push({ events: n, rssMiB: rss / MIB, heapMiB: heapUsed / MIB });
  }
}
const soaked: Soaked = { samples };
process.send?.(soaked, () => process.exit(0));
