import { setTimeout as delay } from 'node:timers/promises';
import { buildEvent } from '../testing/builders/build-event.ts';
import { sign } from '../lambdas/smile/signature.ts';
import { startLocal } from '../local/start.ts';
import { SECRET } from './events.ts';
import { rounded } from './median.ts';
import { userName } from './users.ts';

const EVENTS = 1000;
const USERS = 100;
const CONCURRENT = 16;
/** Ten times what a slow machine takes. */
const DONE_WITHIN_MS = 300_000;
const ANSWERED_WITHIN_MS = 30_000;

/** Events did not end as they should: a figure would say nothing. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
  readonly code = 'not-done';
}

/** Events a second through the whole local run, engines included, until the last one is done. */
export async function benchThroughput() {
  const run = await startLocal({ port: 0, secret: SECRET, logLine: () => undefined });
  try {
    const bodies = Array.from({ length: EVENTS }, (_, n) =>
      JSON.stringify(buildEvent('INCOMES_ADDED', { data: { userId: userName(n % USERS) } })),
    );
    const start = performance.now();
    await Promise.all(Array.from({ length: CONCURRENT }, () => post(run.webhookUrl, bodies)));
    const stored = performance.now();
    await untilDone(`${run.url}/_local/queues`, DONE_WITHIN_MS);
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
    const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
    const response = await fetch(url, { method: 'POST', body, headers, signal });
    if (!response.ok)
      throw new NotDone(`The receiver answered ${response.status}: look for why with npm start.`);
    await response.arrayBuffer();
  }
}

interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * Waits until the queue of events is empty.
 *
 * @param queues where a local run tells the depths of its queues
 * @throws NotDone when that takes too long, or an event is given up
 */
export async function untilDone(queues: string, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    const response = await fetch(queues, { signal: AbortSignal.timeout(ANSWERED_WITHIN_MS) });
    const { events, deadLetters } = (await response.json()) as Record<
      'events' | 'deadLetters',
      Depth
    >;
    if (messagesIn(deadLetters) > 0)
      throw new NotDone('Events are in the dead letters: look for why with npm start.');
    if (messagesIn(events) === 0) return;
    if (performance.now() > end) {
      throw new NotDone(
        `${messagesIn(events)} events are not done after ${withinMs / 1000} s: look for why with npm start.`,
      );
    }
    await delay(50);
  }
}

function messagesIn({ visible, inFlight, delayed }: Depth): number {
  return visible + inFlight + delayed;
}
