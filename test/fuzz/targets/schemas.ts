import assert from 'node:assert/strict';
import { readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { EventSchemaError } from '../../../lambdas/smile/event-schema-error.ts';
import { EVENT_TYPES, isEventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { effectOf } from '../../../lambdas/state/effects/effects.ts';
import { merge } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import { STRICT_IDS } from '../../unit/smile/strict-ids.ts';
import { valueAt } from '../../unit/smile/wire.ts';
import { nearEventText } from '../inputs/events.ts';
import { CANARY } from '../inputs/json.ts';
import { isStorable } from '../storable.ts';
import { target } from '../target.ts';

const RECEIVED_AT = '2026-01-02T03:04:06.789Z';
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
      const hasAll = ids.every((id) => typeof id === 'string' && id !== '');
      try {
        const event = parse(envelope);
        assert.ok(hasAll, 'an event without its ids passed');
        assert.deepEqual(
          STRICT_IDS[envelope.type].map((id) => idAt(event, `data.${id}`)),
          ids,
        );
        assert.equal(Object.getPrototypeOf(event.data), Object.prototype);
        const effect = effectOf(event);
        const { item } = merge(undefined, effect, stampOf(event, effect.rank, RECEIVED_AT));
        assert.ok(isStorable(item), 'no table takes this item');
        assert.ok(!JSON.stringify(item).includes(CANARY) || saysSo(item), 'state is personal');
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

/** State keeps these texts of Smile's as they are: they name kinds, not persons. */
const KEPT = new Set([
  'providers',
  'errorCode',
  'resultCode',
  'value',
  'recordType',
  'channel',
  'monitorStatus',
  'dataPoints',
  'updatedFrom',
  'updatedTo',
  'updatedAt',
]);

function saysSo(item: object): boolean {
  const kept = JSON.stringify(item, (name, value) =>
    KEPT.has(name) && !isFacts(value) ? undefined : value,
  );
  return !kept.includes(CANARY);
}

function isFacts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
