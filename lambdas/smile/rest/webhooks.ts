import * as z from 'zod/mini';
import type { EventType } from '../events.ts';
import { flag, id, notEmpty, type Open, text } from '../schemas/field.ts';
import { idInPath } from './id-in-path.ts';
import { itemsOf } from './items.ts';
import type { CallOptions, SmileApi } from './smile-api.ts';

/** In `eventTypes`: every type, also those that Smile adds later. No event has this type (Smile OpenAPI 1.14.0). */
export const ALL_EVENTS = 'ALL_EVENTS';

export type Subscription = Open<EventType | typeof ALL_EVENTS>;

/** A registration (`Webhook`, Smile OpenAPI 1.14.0): without what a receiver acts on, it is not understood. */
const webhook = z.object({
  id,
  url: z.string().check(notEmpty),
  eventTypes: z.array(z.string() as z.ZodMiniType<Subscription, string>),
  active: z.boolean(),
  name: text,
  createdAt: text,
  updatedAt: text,
  includePayload: flag,
  secret: text,
});

/**
 * A webhook as Smile has registered it. `active` must be true, or nothing is delivered. `secret` is what Smile signs
 * with, which its answers hold: never print or log it.
 */
export type Webhook = z.output<typeof webhook>;

/** A webhook to register (`WebhookPostRequest`, Smile OpenAPI 1.14.0). */
export interface NewWebhook {
  /** 1 to 200 characters. */
  readonly name: string;
  /** `https://…`, 500 characters at most. */
  readonly url: string;
  readonly eventTypes: readonly Subscription[];
  /** Nothing is delivered to one that is not. */
  readonly active: boolean;
  /** 1 to 64 characters. */
  readonly secret: string;
  /** Whether task events bring the data of all data points. Smile's default: false. */
  readonly includePayload?: boolean;
}

/** All webhooks of the key's mode. */
export function listWebhooks(api: SmileApi, options?: CallOptions): AsyncGenerator<Webhook> {
  return itemsOf(api, '/webhooks', {}, webhook, options);
}

/**
 * Registers a webhook. If it is unknown whether that took effect, it is not repeated, and the error `isUnsettled`:
 * list the webhooks then. A second one for the same URL would bring each event twice.
 */
export async function createWebhook(
  api: SmileApi,
  body: NewWebhook,
  options?: CallOptions,
): Promise<Webhook> {
  return await api.send(
    { method: 'POST', path: '/webhooks', body, data: webhook, creates: true },
    options,
  );
}

export async function getWebhook(
  api: SmileApi,
  webhookId: string,
  options?: CallOptions,
): Promise<Webhook> {
  const path = `/webhooks/${idInPath(webhookId)}` as const;
  return await api.send({ method: 'GET', path, data: webhook }, options);
}

/** Smile cannot change a webhook: create the new one before you delete the old one, or events get lost between. */
export async function deleteWebhook(
  api: SmileApi,
  webhookId: string,
  options?: CallOptions,
): Promise<void> {
  const path = `/webhooks/${idInPath(webhookId)}` as const;
  await api.send({ method: 'DELETE', path, data: z.unknown() }, options);
}
