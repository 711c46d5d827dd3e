import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EventSchemaError } from '../../../lambdas/smile/event-schema-error.ts';
import { EVENT_TYPES, type EventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { type Envelope, readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { factOf } from '../../../lambdas/state/facts/facts.ts';
import { STRICT_IDS } from './strict-ids.ts';
import { receive, replacedAt, valueAt } from './wire.ts';

const CANARY = 'CANARY-5f1e';
/** Without a way to be compared, as JSON can hold it. */
const ODD = { length: { toString: '' } };
/** Half of a character, which no table takes in a key. */
const HALF = '\ud83d';
const WRONG = [
  undefined,
  null,
  '',
  1.5,
  1e300,
  true,
  {},
  [CANARY],
  { [CANARY]: CANARY },
  ODD,
  'x'.repeat(257),
  `${CANARY}${HALF}`,
];

const CASES = EVENT_TYPES.flatMap((type) => STRICT_IDS[type].map((id) => ({ type, id })));

function rejection(event: object): EventSchemaError {
  try {
    parseEvent(receive(event));
  } catch (error) {
    if (error instanceof EventSchemaError) return error;
    throw error;
  }
  throw new Error('The event was accepted.');
}

/** An event whose every text is a canary, apart from its type. */
function secretive(type: EventType): object {
  const text = JSON.stringify(
    buildEvent(type, { [CANARY]: CANARY, data: { [CANARY]: CANARY } }).data,
  );
  const data: unknown = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? `${CANARY}-${value}` : value,
  );
  return { ...buildEvent(type), id: CANARY, data };
}

describe('an id that an event is about', () => {
  it.each(CASES)(
    'rejects $type when $id is missing, empty, too long or not an id',
    ({ type, id }) => {
      const path = ['data', ...id.split('.')];

      const errors = WRONG.map((value) => rejection(replacedAt(buildEvent(type), path, value)));

      expect(errors).toHaveLength(WRONG.length);
      for (const error of errors) {
        expect(error).toMatchObject({ name: 'EventSchemaError', code: 'schema', type });
        expect(error.paths).toEqual([`data.${id}`]);
        expect(error.message).toContain(type);
        expect(error.message).toContain(`data.${id}`);
      }
    },
  );

  it.each(CASES)('is rejected for $type and $id without a word of the body', ({ type, id }) => {
    const path = ['data', ...id.split('.')];

    const errors = WRONG.map((value) => rejection(replacedAt(secretive(type), path, value)));

    expect(errors).toHaveLength(WRONG.length);
    for (const error of errors) {
      const everything = [error.message, error.stack, JSON.stringify(error), inspect(error)];
      expect(everything.join('\n')).not.toContain(CANARY);
    }
  });

  it('may hold any text', () => {
    const strange = [' ', '0', 'u/1?x=ñ🙂', '__proto__', '\uffff', 'x'.repeat(256)];

    const arrived = strange.map(
      (userId) => parseEvent(receive(buildEvent('USER_CREATED', { data: { userId } }))).data.userId,
    );

    expect(arrived).toEqual(strange);
  });
});

describe('an id that is a number', () => {
  it.each(CASES)('arrives as text in $id of $type', ({ type, id }) => {
    const path = ['data', ...id.split('.')];
    const numbers = [42, 0, -7, Number.MAX_SAFE_INTEGER];

    const arrived = numbers.map((number) =>
      valueAt(parseEvent(receive(replacedAt(buildEvent(type), path, number))), path),
    );

    expect(arrived).toEqual(['42', '0', '-7', '9007199254740991']);
  });

  it.each(CASES)('keeps all of its 20 digits in $id of $type', ({ type, id }) => {
    const path = ['data', ...id.split('.')];
    const event = JSON.stringify(replacedAt(buildEvent(type), path, '@@'));

    const { envelope } = readEnvelope(Buffer.from(event.replace('"@@"', '12345678901234567891')));

    expect(valueAt(parseEvent(envelope as Envelope), path)).toBe('12345678901234567891');
  });
});

describe('the largest ids', () => {
  /** The longest in UTF-8: three bytes for each of its characters. */
  const largest = '\ue000'.repeat(256);

  it.each(EVENT_TYPES)('of %s fit into the keys of a table', (type) => {
    const event = STRICT_IDS[type].reduce<object>(
      (changed, id) => replacedAt(changed, ['data', ...id.split('.')], largest),
      buildEvent(type),
    );

    const { thing, reference } = factOf(parseEvent(receive(event)));

    for (const { pk, sk } of [thing, reference ?? thing]) {
      expect(Buffer.byteLength(pk)).toBeLessThanOrEqual(2048);
      expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(1024);
    }
  });
});

describe('data that is no object', () => {
  it.each(EVENT_TYPES)('rejects %s and is named as a whole', (type) => {
    const wrong = [undefined, null, 'text', 5, [CANARY]];

    const errors = wrong.map((data) => rejection({ ...buildEvent(type), data }));

    expect(errors.map(({ paths }) => paths)).toEqual(wrong.map(() => ['data']));
    expect(errors.map(({ code }) => code)).toEqual(wrong.map(() => 'data-missing'));
  });

  it.each(['USER_SESSION_COMPLETED', 'USER_SESSION_RESET'] as const)(
    'rejects %s in its session too',
    (type) => {
      const wrong = [undefined, null, 'text', [CANARY]];

      const paths = wrong.map(
        (session) => rejection({ ...buildEvent(type), data: { session } }).paths,
      );

      expect(paths).toEqual(wrong.map(() => ['data.session']));
    },
  );
});

describe('the error', () => {
  it('names every field that is wrong', () => {
    const error = rejection(
      buildEvent('ACCOUNT_CONNECTED', { data: { userId: true, accountId: null } }),
    );

    expect(error.paths).toEqual(['data.userId', 'data.accountId']);
    expect(error.message).toContain('data.userId, data.accountId');
  });

  it('tells what to do', () => {
    expect(rejection({ ...buildEvent('LINK_ADDED'), data: null }).message).toMatch(
      /Compare the stored body .* adapt its schema .* redrive/,
    );
  });

  it('can be stored: it holds its code, its type and the paths', () => {
    const { data: _data, ...bare } = buildEvent('LINK_ADDED');

    const error = rejection(bare);

    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'EventSchemaError',
      code: 'data-missing',
      type: 'LINK_ADDED',
      paths: ['data'],
    });
    expect(error.cause).toBeUndefined();
  });
});
