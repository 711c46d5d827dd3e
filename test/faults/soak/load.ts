import { setTimeout as delay } from 'node:timers/promises';
import { bodyDigest } from '../../../lambdas/message/body-digest.ts';
import { bodyRefOf } from '../../../lambdas/message/event-key.ts';
import type { Rig } from '../rig/rig.ts';
import { type Posting, postings } from './order.ts';
import type { SoakSettings } from './settings.ts';
import type { SoakEvent } from './soak-event.ts';

/** What sending has brought. */
export interface Sent {
  /** Ids of the events that were answered with a 2xx. */
  readonly accepted: ReadonlySet<string>;
  /** Postings after an answer that was none, or no 2xx. */
  readonly retries: number;
  /** Postings of an event that had been posted before, without need. */
  readonly duplicates: number;
  /** Statuses other than 200, and how often. */
  readonly refusals: Readonly<Record<string, number>>;
}

const CONCURRENT = 16;
/** Sending waits while so many are accepted and not ended: what piles up proves nothing more. */
const MOST_OPEN = 400;
const RETRY_MS = 1000;
/** More often than Smile does; a soak is about what happens to what was accepted. */
const MOST_TRIES = 60;

/** An event was refused again and again. */
export class NotAccepted extends Error {
  override readonly name = 'NotAccepted';
  readonly code = 'not-accepted';
}

/** Sends the events of a soak, their duplicates, and aims their faults. */
export async function sendAll(
  { sender, journal, endpoint }: Rig,
  settings: SoakSettings,
): Promise<Sent> {
  const accepted = new Set<string>();
  const refusals: Record<string, number> = {};
  const counts = { retries: 0, duplicates: 0 };

  const postUntilAccepted = async (event: SoakEvent, body: Buffer) => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const status = await sender.post(body);
      if (status === 200) {
        accepted.add(event.id);
        return;
      }
      const name = String(status ?? 'no answer');
      refusals[name] = (refusals[name] ?? 0) + 1;
      counts.retries += 1;
      await delay(RETRY_MS);
    }
    throw new NotAccepted(`${event.id} was refused ${MOST_TRIES} times.`);
  };

  const send = async ({ event, twice, isLate }: Posting) => {
    const body = Buffer.from(JSON.stringify(event.event));
    if (!isLate) aim(event, body, endpoint);
    if (isLate || twice) counts.duplicates += 1;
    const first = postUntilAccepted(event, body);
    if (twice === 'concurrent') await Promise.all([first, postUntilAccepted(event, body)]);
    await first;
    if (twice === 'immediate') await postUntilAccepted(event, body);
  };

  const queue = postings(settings);
  await Promise.all(
    Array.from({ length: CONCURRENT }, async () => {
      for (let next = queue.next(); !next.done; next = queue.next()) {
        const open = () => accepted.size - journal.finished.size - journal.buried.size;
        while (open() > MOST_OPEN) await delay(20);
        await send(next.value);
      }
    }),
  );
  return { accepted, refusals, ...counts };
}

function aim({ id, user, fault }: SoakEvent, body: Buffer, endpoint: Rig['endpoint']): void {
  if (!fault || fault.kind === 'crash') return;
  const { kind, step, times } = fault;
  const isOfState = step === 'read-state' || step === 'write-state';
  const isOfBody = step === 'put-body' || step === 'fetch-body';
  const about = isOfState ? `USER#${user}` : isOfBody ? bodyRefOf(bodyDigest(body)) : id;
  endpoint.aim(step, about, kind, times);
}
