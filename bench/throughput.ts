import { setTimeout as delay } from 'node:timers/promises';
import { buildEvent } from '../lambdas/smile/builders/build-event.ts';
import { sign } from '../lambdas/smile/signature.ts';
import { startLocal } from '../local/start.ts';
import { rounded } from './median.ts';

const EVENTS = 1000;
const USERS = 100;
const CONCURRENT = 16;
const SECRET = 'bench-secret';

/** Events a second through the whole local run, engines included, until the last one is done. */
export async function benchThroughput() {
  const run = await startLocal({ port: 0, secret: SECRET, logLine: () => undefined });
  try {
    const bodies = Array.from({ length: EVENTS }, (_, n) =>
      JSON.stringify(buildEvent('INCOMES_ADDED', { data: { userId: `tenant-${n % USERS}` } })),
    );
    const start = performance.now();
    await Promise.all(Array.from({ length: CONCURRENT }, () => post(run.webhookUrl, bodies)));
    const stored = performance.now();
    while (await isBusy(run.url)) await delay(50);
    const done = performance.now();
    return {
      events: EVENTS,
      storedPerSecond: rounded((EVENTS / (stored - start)) * 1000, 0),
      donePerSecond: rounded((EVENTS / (done - start)) * 1000, 0),
    };
  } finally {
    await run.stop();
  }
}

async function post(url: string, bodies: string[]): Promise<void> {
  for (let text = bodies.pop(); text !== undefined; text = bodies.pop()) {
    const body = Buffer.from(text);
    const headers = { 'Smile-Signature': sign(body, SECRET) };
    const response = await fetch(url, { method: 'POST', body, headers });
    if (!response.ok) throw new Error(`The receiver answered ${response.status}.`);
    await response.arrayBuffer();
  }
}

async function isBusy(url: string): Promise<boolean> {
  const response = await fetch(`${url}/_local/queues`);
  const { events } = (await response.json()) as {
    events: { visible: number; inFlight: number; delayed: number };
  };
  return events.visible + events.inFlight + events.delayed > 0;
}
