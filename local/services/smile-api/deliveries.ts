import { sign, SIGNATURE_HEADER } from '../../../lambdas/smile/signature.ts';
import type { SmileWireEvent } from '../../../testing/builders/build-event.ts';
import type { Parts } from './parts.ts';
import { isOfThisMachine, isSubscribed, type Registration } from './registrations.ts';

/**
 * How it ended: `delivered` some attempt was answered with 2xx · `failed` none was · `lost` on demand ·
 * `elsewhere` its address is not of this machine, which nothing is sent to.
 */
export type DeliveryEnd = 'waiting' | 'delivered' | 'failed' | 'lost' | 'elsewhere';

/** One event on its way to one webhook. */
export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly webhookId: string;
  /** The status that each attempt was answered with; 0 without an answer. */
  readonly attempts: readonly number[];
  readonly end: DeliveryEnd;
}

/** Sends events, and shows how that went. */
export interface Deliveries {
  /** Oldest first. */
  readonly all: readonly Delivery[];
  /** To every webhook that subscribes to its type. Returns at once. */
  send(event: SmileWireEvent): void;
  /** Loses the next deliveries with all their attempts; `Infinity`: until told otherwise, by 0. */
  lose(deliveries: number): void;
  /** Resolves when none is waiting, which takes a minute if a receiver fails. */
  settled(): Promise<void>;
}

export interface DeliveriesParts extends Pick<Parts, 'wait'> {
  readonly registrations: () => readonly Registration[];
  /** Milliseconds between two attempts. */
  readonly retryMs: number;
  /** Ends what is under way. */
  readonly closed: AbortSignal;
}

/** Up to two more after the first (Smile docs, Webhooks). */
const ATTEMPTS = 3;
/** Smile documents no limit; this one is ours. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Delivers as Smile does: signed, at least once, three attempts in all (Smile docs, Webhooks). First attempts reach
 * a webhook one after the other, in the order of the events; retries hold nobody up.
 */
export function createDeliveries({
  registrations,
  wait,
  retryMs,
  closed,
}: DeliveriesParts): Deliveries {
  const all: Underway[] = [];
  const underway = new Set<Promise<void>>();
  /** The latest first attempt, by webhook. */
  const latest = new Map<string, Promise<void>>();
  let losing = 0;

  const endAtOnce = ({ url }: Registration): DeliveryEnd => {
    if (!isOfThisMachine(url)) return 'elsewhere';
    if (losing <= 0) return 'waiting';
    losing -= 1;
    return 'lost';
  };

  const repeat = async (delivery: Underway, attempt: () => Promise<void>) => {
    while (delivery.end === 'waiting' && delivery.attempts.length < ATTEMPTS) {
      await wait(retryMs, closed);
      await attempt();
    }
  };

  const begin = (delivery: Underway, event: SmileWireEvent, to: Registration) => {
    const body = new TextEncoder().encode(JSON.stringify(contentFor(event, to)));
    const attempt = async () => {
      const status = await post(to, body, closed);
      delivery.attempts.push(status);
      if (status >= 200 && status <= 299) delivery.end = 'delivered';
    };
    const first = (latest.get(to.id) ?? Promise.resolve()).then(attempt);
    latest.set(to.id, first);
    const whole = first
      .then(async () => await repeat(delivery, attempt))
      // Only a wait is cut short, by the end of the stand-in.
      .catch(() => undefined)
      .finally(() => {
        if (delivery.end === 'waiting') delivery.end = 'failed';
        underway.delete(whole);
      });
    underway.add(whole);
  };

  return {
    all,
    send(event) {
      for (const to of registrations().filter((each) => isSubscribed(each, event.type))) {
        const { id: eventId, type } = event;
        const delivery = { eventId, type, webhookId: to.id, attempts: [], end: endAtOnce(to) };
        all.push(delivery);
        if (delivery.end === 'waiting') begin(delivery, event, to);
      }
    },
    lose(deliveries) {
      losing = deliveries;
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}

/** A delivery that goes on. */
interface Underway extends Delivery {
  readonly attempts: number[];
  end: DeliveryEnd;
}

/** Whether `payload` is null, absent or `{}` without `includePayload`, Smile does not say: here it is null. */
function contentFor(event: SmileWireEvent, { includePayload }: Registration): object {
  if (includePayload || !WITH_PAYLOAD.has(event.type)) return event;
  return { ...event, data: { ...event.data, payload: null } };
}

/** What `includePayload` is about (Smile docs, Webhooks). */
const WITH_PAYLOAD: ReadonlySet<string> = new Set(['TASK_FINISHED', 'ACCOUNT_SYNC_TASK_FINISHED']);

/** The answer's status; 0 without one. */
async function post(
  { url, secret }: Registration,
  body: Uint8Array<ArrayBuffer>,
  closed: AbortSignal,
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, secret) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([closed, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
