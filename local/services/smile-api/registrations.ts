import { isRecord } from '../../../lambdas/smile/envelope.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { ALL_EVENTS, type NewWebhook } from '../../../lambdas/smile/rest/webhooks.ts';
import { MAX_SECRET } from '../../../lambdas/smile/signature.ts';
import { createList, type List } from './list.ts';
import { isoOf, type Parts } from './parts.ts';
import { Refused } from './refused.ts';

/** A webhook as Smile shows it, its secret included. */
export interface Registration extends Required<NewWebhook> {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Webhooks that were registered. There is no way to change one (Smile OpenAPI 1.14.0). */
export interface Registrations extends Pick<List<Registration>, 'get' | 'page' | 'all'> {
  /** Throws {@link Refused} with 400 for what Smile does not take. */
  create(body: unknown): Registration;
  /** Throws {@link Refused} with 404. */
  remove(id: string): void;
}

export function createRegistrations({ now, newId }: Parts): Registrations {
  const list = createList<Registration>();
  return {
    ...list,
    create(body) {
      const at = isoOf(now());
      // Its id is bare hex in Smile's examples.
      const id = newId('webhook').slice('webhook-'.length);
      return list.add({ ...checked(body), id, createdAt: at, updatedAt: at });
    },
    remove(id) {
      if (!list.remove(id)) throw Refused.missing();
    },
  };
}

/** Whether an event of this type is delivered there. */
export function isSubscribed({ active, eventTypes }: Registration, type: string): boolean {
  return active && (eventTypes.includes(ALL_EVENTS) || eventTypes.includes(type));
}

/** `WebhookPostRequest` (Smile OpenAPI 1.14.0). Fields that it does not name are ignored. */
function checked(body: unknown): Required<NewWebhook> {
  if (!isRecord(body)) throw new Refused(400, 'The body must be a JSON object.');
  const { eventTypes, active, includePayload = false } = body;
  if (!Array.isArray(eventTypes) || eventTypes.length === 0 || !eventTypes.every(isSubscribable)) {
    throw Refused.invalid('eventTypes', `a list of Smile's event types, or ["${ALL_EVENTS}"]`);
  }
  if (typeof active !== 'boolean') throw Refused.invalid('active', 'true or false');
  if (typeof includePayload !== 'boolean') throw Refused.invalid('includePayload', 'true or false');
  const url = textIn(body, 'url', 500);
  if (!url.startsWith('https://') && !isOfThisMachine(url)) {
    throw Refused.invalid('url', 'an address with https://');
  }
  const name = textIn(body, 'name', 200);
  const secret = textIn(body, 'secret', MAX_SECRET);
  return { name, url, secret, active, includePayload, eventTypes: [...eventTypes] };
}

function isSubscribable(type: unknown): type is string {
  return type === ALL_EVENTS || EVENT_TYPES.some((known) => known === type);
}

function textIn(body: Record<string, unknown>, name: string, most: number): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '' && value.length <= most) return value;
  throw Refused.invalid(name, `text of 1 to ${most} characters`);
}

/** Smile takes `https://` only. This machine's receivers have no certificate, and nobody reads along. */
export function isOfThisMachine(text: string): boolean {
  const { protocol = '', hostname = '' } = URL.parse(text) ?? {};
  const isHttp = protocol === 'http:' || protocol === 'https:';
  return isHttp && (hostname === '127.0.0.1' || hostname === 'localhost');
}
