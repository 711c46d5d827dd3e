import { setTimeout as delay } from 'node:timers/promises';
import type { Rig } from '../rig/rig.ts';

const DRAINED_WITHIN_MS = 120_000;
const HAPPENED_WITHIN_MS = 15_000;

/** Waits until the queue is empty; says so when it is not in time. */
export async function undrained(
  { queues }: { readonly queues: Pick<Rig['queues'], 'waiting'> },
  withinMs = DRAINED_WITHIN_MS,
): Promise<string[]> {
  for (const start = performance.now(); performance.now() - start < withinMs; ) {
    // An engine may be restarting.
    if ((await queues.waiting().catch(() => undefined)) === 0) return [];
    await delay(200);
  }
  return ['the queue is not drained'];
}

/**
 * Waits until every fault has happened as often as it must, but not for ever: who deletes a message tries
 * again for seconds after the queue is empty.
 */
export async function untilHappened(
  trials: readonly { readonly happened: () => boolean }[],
  withinMs = HAPPENED_WITHIN_MS,
): Promise<void> {
  for (const start = performance.now(); performance.now() - start < withinMs; ) {
    if (trials.every(({ happened }) => happened())) return;
    await delay(50);
  }
}

/** Dead letters of nobody's events. */
export function strayLetters(deadLetters: readonly string[], known: ReadonlySet<string>): string[] {
  return deadLetters
    .filter((id) => !known.has(id))
    .map((id) => `a dead letter of no event: ${id || 'without an id'}`);
}

/** No callback can be given up: its dead letter says what became of it. */
export async function deadCallbacks({
  queues,
}: {
  readonly queues: Pick<Rig['queues'], 'takeDeadLetters'>;
}): Promise<string[]> {
  const letters = await queues.takeDeadLetters();
  return letters.map((eventId) => `a dead letter of ${eventId}`);
}

/** Rows of nobody's events: something was made of an event a second time. */
export async function strangers(
  known: ReadonlySet<string>,
  { tables }: { readonly tables: Pick<Rig['tables'], 'rows'> },
): Promise<string[]> {
  const found: string[] = [];
  for await (const { eventId } of tables.rows()) {
    if (!known.has(String(eventId))) found.push(`a row of no event: ${String(eventId)}`);
  }
  return found;
}
