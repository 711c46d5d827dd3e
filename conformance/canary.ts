import { randomBytes } from 'node:crypto';
import { buildEvent } from '../testing/builders/build-event.ts';
import { isRecord } from '../lambdas/smile/envelope.ts';
import type { EventType } from '../lambdas/smile/events.ts';

/**
 * The fields of `data`, and of the session in it, that may be told: ids of what the event is about, Smile's
 * own codes, counts and times. Whatever stands deeper is personal, or may be tomorrow, ids and codes included.
 */
const TOLD: ReadonlySet<string> = new Set([
  'id',
  'userId',
  'accountId',
  'archiveId',
  'inviteId',
  'recordId',
  'verificationId',
  'identityId',
  'ratingId',
  'sourceId',
  'sourceType',
  'channelId',
  'channel',
  'providers',
  'status',
  'monitorStatus',
  'taskType',
  'recordType',
  'errorCode',
  'resultCode',
  'datapoints',
  'count',
  'updatedFrom',
  'updatedTo',
  'updatedAt',
  'updatedIds',
]);

/** A word and a number that are nowhere else, in the place of personal data. */
export interface Canary {
  readonly word: string;
  readonly amount: number;
}

export function newCanary(): Canary {
  // Fifteen digits: exact as a number, and no time in milliseconds or microseconds.
  const amount = 700_000_000_000_000 + (randomBytes(6).readUIntBE(0, 6) % 100_000_000_000_000);
  return { word: `canary-${randomBytes(8).toString('hex')}`, amount };
}

/** Whether the canary is in there: in a text as it is, in anything else as JSON. */
export function isIn(seen: unknown, { word, amount }: Canary): boolean {
  const text = typeof seen === 'string' ? seen : (JSON.stringify(seen) ?? '');
  return text.includes(word) || text.includes(String(amount));
}

/** An event that carries a canary. */
export interface Marked {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/**
 * An event with the canary wherever it can stand: in each text, null and number that is not told, lists
 * included, in free texts that the type may not have, and in new fields and their names. Booleans hold none.
 */
export function marked(type: EventType, canary: Canary): Marked {
  const { data, ...envelope } = buildEvent(type);
  const { word, amount } = canary;
  const brandNew = { [`${word}-name`]: amount, list: [`${word}-item`, amount] };
  return {
    ...envelope,
    brandNew,
    data: {
      ...dataOf(data, canary),
      loginName: `${word}-login`,
      errorMessage: `${word}-error`,
      resultMessage: `${word}-result`,
      brandNew,
    },
  };
}

function dataOf(data: object, canary: Canary): Record<string, unknown> {
  const entries = Object.entries(data).map(([name, value]) => {
    if (TOLD.has(name)) return [name, value];
    const isSession = name === 'session' && isRecord(value);
    return [name, isSession ? dataOf(value, canary) : personal(name, value, canary)];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function personal(name: string, value: unknown, canary: Canary): unknown {
  if (Array.isArray(value)) return value.map((entry) => personal(name, entry, canary));
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([field, inner]) => [
      field,
      personal(field, inner, canary),
    ]);
    return Object.fromEntries(entries);
  }
  if (typeof value === 'number') return canary.amount;
  return typeof value === 'boolean' ? value : `${canary.word}-${name}`;
}
