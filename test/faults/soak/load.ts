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
  /** Ids of the events of which a posting was refused again and again: sending stopped at the first. */
  readonly refused: ReadonlySet<string>;
  /** Sending stopped: too many accepted events were open, and none ended any more. */
  readonly isStalled: boolean;
  /** Postings after an answer that was none, or no 2xx. */
  readonly retries: number;
  /** Postings of an event that had been posted before, without need. */
  readonly duplicates: number;
  /** Ids of the events whose duplicate SQS was made to take for a new message. */
  readonly forgotten: ReadonlySet<string>;
  /** Statuses other than 200, and how often. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Of each event that was sent to meet a fault, whether the fault has happened and done harm. */
  readonly happened: ReadonlyMap<string, () => boolean>;
}

/** When sending gives up. */
export interface SendingLimits {
  /** Postings of one event. More than Smile's; a soak is about what happens to what was accepted. */
  readonly tries: number;
  readonly retryMs: number;
  /** How long no event may end while too many are open; a crash heals in half a minute. */
  readonly stalledMs: number;
}

const LIMITS: SendingLimits = { tries: 60, retryMs: 1000, stalledMs: 120_000 };
/** Events that are sent at a time. */
export const CONCURRENT = 16;
/** Sending waits while so many are accepted and not ended: what piles up proves nothing more. */
const MOST_OPEN = 400;

/** Sends the events of a soak, their duplicates, and aims their faults, until all are sent or it is in vain. */
export async function sendAll(
  rig: Pick<Rig, 'sender' | 'journal' | 'endpoint' | 'hasHappened'>,
  settings: SoakSettings,
  { tries, retryMs, stalledMs }: SendingLimits = LIMITS,
): Promise<Sent> {
  const { sender, journal, endpoint } = rig;
  const accepted = new Set<string>();
  const refused = new Set<string>();
  const forgotten = new Set<string>();
  const happened = new Map<string, () => boolean>();
  const refusals: Record<string, number> = {};
  const counts = { retries: 0, duplicates: 0 };
  let isStalled = false;

  const postUntilAccepted = async ({ id }: SoakEvent, body: Buffer) => {
    for (let tried = 0; tried < tries; tried += 1) {
      if (tried > 0) {
        counts.retries += 1;
        await delay(retryMs);
      }
      const status = await sender.post(body);
      if (status === 200) {
        accepted.add(id);
        return;
      }
      const name = String(status ?? 'no answer');
      refusals[name] = (refusals[name] ?? 0) + 1;
    }
    refused.add(id);
  };

  const postAgain = async (event: SoakEvent, body: Buffer) => {
    counts.duplicates += 1;
    if (event.duplicate?.isForgotten) {
      forgotten.add(event.id);
      endpoint.forget(event.id);
    }
    await postUntilAccepted(event, body);
  };

  const send = async ({ event, twice, isLate }: Posting) => {
    const body = Buffer.from(JSON.stringify(event.event));
    if (isLate) return await postAgain(event, body);
    const hasHappened = aim(event, body, rig);
    if (hasHappened) happened.set(event.id, hasHappened);
    const first = postUntilAccepted(event, body);
    if (twice === 'concurrent') await Promise.all([first, postAgain(event, body)]);
    await first;
    if (twice === 'immediate') await postAgain(event, body);
  };

  const ended = () => journal.finished.size + journal.buried.size;
  const roomForMore = async () => {
    for (let before = ended(), since = performance.now(); accepted.size - ended() > MOST_OPEN; ) {
      await delay(20);
      if (ended() !== before) [before, since] = [ended(), performance.now()];
      isStalled ||= performance.now() - since > stalledMs;
      if (isStalled) return;
    }
  };

  const queue = postings(settings);
  const isInVain = () => isStalled || refused.size > 0;
  await Promise.all(
    Array.from({ length: CONCURRENT }, async () => {
      for (let next = queue.next(); !next.done; next = queue.next()) {
        await roomForMore();
        if (isInVain()) return;
        await send(next.value);
      }
    }),
  );
  return { accepted, refused, isStalled, forgotten, refusals, happened, ...counts };
}

/** Prepares an event's fault; undefined when it has none. */
function aim(
  { id, user, fault }: SoakEvent,
  body: Buffer,
  { endpoint, hasHappened }: Pick<Rig, 'endpoint' | 'hasHappened'>,
): (() => boolean) | undefined {
  if (!fault) return undefined;
  if (fault.kind === 'crash') return () => hasHappened(id);
  const { kind, step, times } = fault;
  const isOfState = step === 'read-state' || step === 'write-state';
  const isOfBody = step === 'put-body' || step === 'fetch-body';
  const about = isOfState ? `USER#${user}` : isOfBody ? bodyRefOf(user, bodyDigest(body)) : id;
  return endpoint.aim(step, about, kind, times);
}
