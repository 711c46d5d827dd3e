import { gatewayEvent, newBody, queueEvent } from '../events.ts';
import type { Soaked, SoakTask } from '../memory.ts';
import { userName } from '../users.ts';
import { loadHandler } from './load-handler.ts';

/** The main of a child that handles many events and looks at its memory after each quarter. */
const task = JSON.parse(process.argv[2] ?? '') as SoakTask;
const handle = await loadHandler(task.file);
const MIB = 1024 * 1024;
const quarters = new Set([0.25, 0.5, 0.75, 1].map((part) => Math.round(task.events * part)));
const soaked: { rssMiB: number[]; heapMiB: number[] } = { rssMiB: [], heapMiB: [] };

for (let n = 1; n <= task.events; n += 1) {
  const body = newBody(1024, userName(n % 1000));
  await handle(task.kind === 'worker' ? queueEvent(body).event : gatewayEvent(body));
  if (!quarters.has(n)) continue;
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  soaked.rssMiB.push(rss / MIB);
  soaked.heapMiB.push(heapUsed / MIB);
}
process.send?.(soaked satisfies Soaked, () => process.exit(0));
