import { setTimeout as delay } from 'node:timers/promises';
import { sign } from '../lambdas/smile/signature.ts';
import type { LocalRun } from '../local/run.ts';
import { buildEvent } from '../testing/builders/build-event.ts';
import { SECRET } from './events.ts';
import { userName } from './users.ts';

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

/** Events per second. */
export interface Speed {
  /** Until the last one was answered. */
  readonly stored: number;
  /** Until the last one was done. */
  readonly done: number;
}

/**
 * Sends so many new events through a local run, and waits until all are done.
 *
 * @throws NotDone
 */
export async function sendBatch(
  { url, webhookUrl }: Pick<LocalRun, 'url' | 'webhookUrl'>,
  events: number,
): Promise<Speed> {
  const bodies = Array.from({ length: events }, (_, n) =>
    JSON.stringify(buildEvent('INCOMES_ADDED', { data: { userId: userName(n % USERS) } })),
  );
  const start = performance.now();
  await Promise.all(Array.from({ length: CONCURRENT }, () => post(webhookUrl, bodies)));
  const stored = performance.now();
  await untilDone(`${url}/_local/queues`, DONE_WITHIN_MS);
  const done = performance.now();
  return { stored: (events / (stored - start)) * 1000, done: (events / (done - start)) * 1000 };
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
