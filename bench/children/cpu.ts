import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { CpuTask, Spent } from '../cpu.ts';
import { gatewayEvent, newBody, queueEvent, SECRET } from '../events.ts';
import { loadHandler } from './load-handler.ts';

/** The main of a measured child: handles events one by one, and reports the CPU time of each. */
const task = JSON.parse(process.argv[2] ?? '') as CpuTask;
const WARM_UP = 100;

type Handle = (event: unknown) => Promise<unknown>;

/** What nobody can leave out: the digest over the bytes, and parsing them. */
function limit(event: unknown): Buffer {
  const { body } = event as ReturnType<typeof gatewayEvent>;
  const bytes = Buffer.from(body, 'base64');
  createHmac('sha512', SECRET).update(bytes).digest();
  JSON.parse(bytes.toString());
  return bytes;
}

/** The limit, and one POST of the same bytes over a connection that stays open. */
function floor(): Handle {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL ?? '');
  return async (event) => {
    const bytes = limit(event);
    const post = request({ hostname, port, method: 'POST', agent });
    post.end(bytes);
    const [response] = (await once(post, 'response')) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, 'end');
  };
}

async function handleOf({ file, kind }: CpuTask): Promise<Handle> {
  if (kind === 'limit') return async (event) => limit(event);
  if (kind === 'floor') return floor();
  return await loadHandler(file);
}

const handle = await handleOf(task);
const isWorker = task.kind === 'worker';
const toEvent = (body: Buffer) => (isWorker ? queueEvent(body).event : gatewayEvent(body));
const events = Array.from({ length: task.events + WARM_UP }, () => toEvent(newBody(task.bytes)));
for (const event of events.splice(0, WARM_UP)) await handle(event);

let spent = 0;
for (const event of events) {
  if (task.pauseMs > 0) await delay(task.pauseMs);
  const before = process.cpuUsage();
  await handle(event);
  const { user, system } = process.cpuUsage(before);
  spent += user + system;
}
const result: Spent = { cpuMicroseconds: spent / events.length };
process.send?.(result, () => process.exit(0));
