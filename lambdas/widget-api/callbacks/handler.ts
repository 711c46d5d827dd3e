import type { UserLimit } from '../limits/user-limit.ts';
import { type EventMessage, toMessage } from '../../message/event-message.ts';
import type { Measure } from '../../telemetry/metrics.ts';
import { answer } from '../answer.ts';
import { ApiRefusal, RETRY_SOON } from '../api-refusal.ts';
import { createReadingFunction, type WidgetApiParts } from '../widget-function.ts';
import { callbackEnvelope } from './callback-envelope.ts';
import { readBatch } from './read-batch.ts';

/** What the relay of callbacks needs of the world. */
export interface CallbacksParts extends Omit<WidgetApiParts, 'onRefusal'> {
  /** Of batches: a user's events share a message group, and a flooded one holds up those of all others. */
  readonly limit: UserLimit;
  /** Puts all of them on the queue, or throws. */
  readonly send: (messages: readonly EventMessage[], signal: AbortSignal) => Promise<void>;
  readonly measure: Measure;
}

/**
 * Receives callbacks that a page relays: all of a batch are put on the queue, or the page is told to send
 * them again. They go the way of the webhooks from there.
 */
export function createCallbacks(parts: CallbacksParts) {
  const onRefusal = ({ status, code }: ApiRefusal) =>
    status < 500
      ? parts.measure({ CallbacksRefused: 1 }, { reason: code })
      : parts.measure({ CallbacksNotStored: 1 });

  return createReadingFunction(
    { ...parts, onRefusal },
    readBatch,
    async ({ userId, input, signal, log }) => {
      const { retryAfterSeconds } = await parts.limit(userId, signal);
      if (retryAfterSeconds !== undefined) throw tooManyBatches(retryAfterSeconds);
      const now = Date.now();
      const receivedAt = new Date(now).toISOString();
      const envelopes = input.map((callback, index) =>
        callbackEnvelope(callback, { position: index, userId, now }),
      );
      const messages = envelopes.map((envelope) =>
        toMessage({ body: Buffer.from(JSON.stringify(envelope)), origin: 'widget', receivedAt }),
      );
      await store(messages, signal, parts);

      log.info('callbacks stored', { callbacks: messages.length });
      parts.measure({ CallbacksStored: messages.length });
      return answer(200, { stored: messages.length });
    },
  );
}

async function store(
  messages: readonly EventMessage[],
  signal: AbortSignal,
  { send }: CallbacksParts,
): Promise<void> {
  try {
    await send(messages, signal);
  } catch (cause) {
    const message = 'The callbacks could not be stored. Send them again, with the same ids.';
    throw new ApiRefusal(503, 'not-stored', message, { headers: RETRY_SOON, cause });
  }
}

function tooManyBatches(retryAfterSeconds: number): ApiRefusal {
  const message =
    'The user has sent too many batches of callbacks. Keep them, and wait as Retry-After says.';
  return ApiRefusal.tooMany('too-many-batches', message, retryAfterSeconds);
}
