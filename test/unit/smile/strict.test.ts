import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../lambdas/smile/builders/build-event.ts';
import { EventSchemaError } from '../../../lambdas/smile/event-schema-error.ts';
import { EVENT_TYPES, type EventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { STRICT_IDS } from './strict-ids.ts';
import { receive, replacedAt } from './wire.ts';

const CANARY = 'CANARY-5f1e';
/** Without a way to be compared, as JSON can hold it. */
const ODD = { length: { toString: '' } };
const WRONG = [undefined, null, '', 5, true, {}, [CANARY], { [CANARY]: CANARY }, ODD];

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
  it.each(CASES)('rejects $type when $id is missing, empty or no text', ({ type, id }) => {
    const path = ['data', ...id.split('.')];

    const errors = WRONG.map((value) => rejection(replacedAt(buildEvent(type), path, value)));

    expect(errors).toHaveLength(WRONG.length);
    for (const error of errors) {
      expect(error).toMatchObject({ name: 'EventSchemaError', code: 'schema', type });
      expect(error.paths).toEqual([`data.${id}`]);
      expect(error.message).toContain(type);
      expect(error.message).toContain(`data.${id}`);
    }
  });

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
    const strange = [' ', '0', 'u/1?x=ñ🙂', 'x'.repeat(5_000)];

    const arrived = strange.map(
      (userId) => parseEvent(receive(buildEvent('USER_CREATED', { data: { userId } }))).data.userId,
    );

    expect(arrived).toEqual(strange);
  });
});

describe('data that is no object', () => {
  it.each(EVENT_TYPES)('rejects %s and is named as a whole', (type) => {
    const wrong = [undefined, null, 'text', 5, [CANARY]];

    const paths = wrong.map((data) => rejection({ ...buildEvent(type), data }).paths);

    expect(paths).toEqual(wrong.map(() => ['data']));
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
      buildEvent('IDENTITY_ADDED', { data: { userId: 1, identityId: null } }),
    );

    expect(error.paths).toEqual(['data.userId', 'data.identityId']);
    expect(error.message).toContain('data.userId, data.identityId');
  });

  it('tells what to do', () => {
    expect(rejection({ ...buildEvent('LINK_ADDED'), data: null }).message).toMatch(
      /Compare the stored body .* adapt its schema .* redrive/,
    );
  });

  it('can be stored: it holds its code, its type and the paths', () => {
    const error = rejection({ ...buildEvent('LINK_ADDED'), data: null });

    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'EventSchemaError',
      code: 'schema',
      type: 'LINK_ADDED',
      paths: ['data'],
    });
    expect(error.cause).toBeUndefined();
  });
});
