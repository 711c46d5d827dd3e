import { buildEvent } from '../../../testing/builders/build-event.ts';
import { isRecord } from '../../../lambdas/smile/envelope.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';

/** What nobody but the owner of the data may ever read. */
export const CANARY = 'Canary of Names <canary@example.com> 0917';
export const CANARY_AMOUNT = 98_765_432;

/** The fields that name a thing, a kind of thing or how many there are, and no person. */
const NAMES = new Set([
  'userId',
  'accountId',
  'archiveId',
  'inviteId',
  'recordId',
  'verificationId',
  'identityId',
  'ratingId',
  'id',
  'sourceId',
  'sourceType',
  'taskType',
  'count',
]);

/** An event of this type whose every other text and number is personal, the status included. */
export function personalEvent(type: EventType) {
  const event = buildEvent(type);
  return { ...event, data: personal({ ...event.data, loginName: '', note: '', amount: 0 }) };
}

function personal(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => personal(entry));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [field, personal(inner, field)]),
    );
  }
  if (NAMES.has(name)) return value;
  if (typeof value === 'string') return CANARY;
  return typeof value === 'number' ? CANARY_AMOUNT : value;
}
