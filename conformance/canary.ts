import { randomBytes } from 'node:crypto';
import { buildEvent } from '../lambdas/smile/builders/build-event.ts';
import type { EventType } from '../lambdas/smile/events.ts';

/**
 * What may be told of an event: ids, Smile's own codes, times, and lists of such. Every other text is
 * personal, or may be tomorrow.
 */
const PUBLIC =
  /(^id|Id|Type|Code|^status|Status|^type|At|^updated(From|To)|channel|providers|datapoints|updatedIds)$/;

/** A word that is nowhere else, in the place of personal data. */
export function newCanary(): string {
  return `canary-${randomBytes(8).toString('hex')}`;
}

/** An event with the canary in each text that is not public, and in a login, a message and a new field. */
export function marked(type: EventType, canary: string) {
  const text = JSON.stringify(buildEvent(type));
  const event = JSON.parse(text, function (this: unknown, key, value: unknown) {
    const isPublic = Array.isArray(this) || PUBLIC.test(key);
    return typeof value === 'string' && !isPublic ? `${canary}-${key}` : value;
  }) as { id: string; type: string; data: Record<string, unknown> };
  Object.assign(event.data, {
    loginName: `${canary}-login`,
    errorMessage: `${canary}-error`,
    resultMessage: `${canary}-result`,
    brandNew: { name: `${canary}-new` },
  });
  return event;
}
