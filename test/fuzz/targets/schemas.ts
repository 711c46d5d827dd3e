import assert from 'node:assert/strict';
import { readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { EventSchemaError } from '../../../lambdas/smile/event-schema-error.ts';
import { EVENT_TYPES, isEventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { factOf } from '../../../lambdas/state/facts/facts.ts';
import { merge } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import { announcementOf } from '../../../lambdas/worker/announce.ts';
import { STRICT_IDS } from '../../unit/smile/strict-ids.ts';
import { valueAt } from '../../unit/smile/wire.ts';
import { nearEventText } from '../inputs/events.ts';
import { CANARY } from '../inputs/json.ts';
import { isStorable } from '../storable.ts';
import { target } from '../target.ts';

const RECEIVED_AT = '2026-01-02T03:04:06.789Z';
/** An item of one fact: 32 codes, and a few ids of 256 characters. */
const MOST_BYTES = 6 * 1024;
/** EventBridge takes 256 KB. */
const MOST_BYTES_TOLD = 200 * 1024;
/** Our own names, and nothing else, may stand in an error. */
const PATHS = new Set([
  'data',
  'data.session',
  ...Object.values(STRICT_IDS).flatMap((ids) => ids.map((id) => `data.${id}`)),
]);

const FOUND = [
  // A member that this type does not have was read as a text, since other tasks have one there.
  JSON.stringify({
    id: 'et-1',
    type: 'ACCOUNT_SYNC_TASK_FINISHED',
    createdAt: '2026-01-02T03:04:05Z',
    data: { userId: 'u-1', sourceId: 'a-1', sourceType: null, taskType: 7 },
  }),
  // Zod compared the length of what was no text, which threw.
  JSON.stringify({
    id: 'et-1',
    type: 'ACCOUNT_CREATED',
    createdAt: '2026-01-02T03:04:05Z',
    data: { userId: 'u-1', accountId: { length: { toString: '' } } },
  }),
];

/** @param parse what is on trial */
export const schemasTarget = (parse = parseEvent) =>
  target(
    'a known type is rejected if and only if an id is missing that it is about, and nothing else is thrown',
    25,
    nearEventText.filter((text) => isKnown(text)),
    (text) => {
      const { envelope } = readEnvelope(Buffer.from(text));
      if (envelope === undefined || !isEventType(envelope.type)) return;
      const ids = STRICT_IDS[envelope.type].map((id) => idAt(envelope, `data.${id}`));
      const asText = ids.map((id) => (Number.isSafeInteger(id) ? String(id) : id));
      const hasAll = asText.every(isId);
      try {
        const event = parse(envelope);
        assert.ok(hasAll, 'an event without its ids passed');
        assert.deepEqual(
          STRICT_IDS[envelope.type].map((id) => idAt(event, `data.${id}`)),
          asText,
        );
        assert.equal(Object.getPrototypeOf(event.data), Object.prototype);
        const fact = factOf(event);
        const { item } = merge(undefined, fact, stampOf(event, fact.rank, RECEIVED_AT));
        assert.ok(isStorable(item), 'no table takes this item');
        const stored = JSON.stringify(item);
        assert.ok(Buffer.byteLength(stored) < MOST_BYTES, 'an item that is too large');
        assert.ok(!stored.includes(CANARY), 'state is personal');
        const { detail } = announcementOf(event, { fact, state: item }, 'APPLIED');
        const told = JSON.stringify(detail);
        assert.ok(!told.includes(CANARY), 'an announcement is personal');
        assert.ok(Buffer.byteLength(told) < MOST_BYTES_TOLD, 'an announcement that is too large');
      } catch (error) {
        if (!(error instanceof EventSchemaError)) throw error;
        assert.ok(!hasAll, 'an event with its ids was rejected');
        assert.ok(error.paths.length > 0 && error.paths.every((path) => PATHS.has(path)));
        assert.ok(!`${error.message}${JSON.stringify(error)}`.includes(CANARY));
      }
    },
    FOUND,
  );

/** As a reader of the body finds it: members of its own only. */
function idAt(event: object, path: string): unknown {
  return valueAt(event, path.split('.'));
}

function isKnown(text: string): boolean {
  return EVENT_TYPES.some((type) => text.includes(`"type":"${type}"`));
}

/** Text of whole characters that every key of a table takes. */
function isId(value: unknown): boolean {
  if (typeof value !== 'string' || value.length === 0 || value.length > 256) return false;
  return Buffer.from(value).toString() === value;
}
