import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES, parseEvent } from '../../../lambdas/smile/events.ts';
import { STRICT_IDS } from './strict-ids.ts';
import { freePaths, type Path, pathsOf, receive, replacedAt, valueAt } from './wire.ts';

/** Values that no list of Smile's holds. */
const OTHERS = { string: 'another text', number: -7.25, boolean: false };
/** Where only codes, ids and dates may stand, another one of them. */
const CODES =
  /^(sourceType|taskType|errorCode|resultCode|monitorStatus|status|channel|recordType|datapoints|identityId|ratingId|id|channelId)$/;
const DATES = /^updated(At|From|To)$/;

function otherThan(usual: unknown, path: Path): unknown {
  const name = String(path.findLast((step) => typeof step === 'string'));
  if (CODES.test(name)) return 'another.code';
  return DATES.test(name) ? '1999-12-31T23:59:59Z' : OTHERS[kindOf(usual) as Scalar];
}
type Scalar = keyof typeof OTHERS;

/** The answers of a customer's form are the customer's: they arrive as they are, nulls included. */
function isAnswer(path: Path): boolean {
  return path.includes('forms') && path.lastIndexOf('data') > 0 && path.at(-1) !== 'data';
}

/** What may arrive where `usual` arrives otherwise: the same kind, or nothing. */
function kindsBeside(usual: unknown): string[] {
  return Array.isArray(usual) ? ['list'] : [kindOf(usual), 'undefined'];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

describe('any JSON in place of any field that is not a strict id', () => {
  const freeTypes = EVENT_TYPES.filter((type) => freePaths(type, buildEvent(type).data).length > 0);

  it('can be tried for every type but those that consist of strict ids', () => {
    expect(EVENT_TYPES.filter((type) => !freeTypes.includes(type))).toEqual([
      'ARCHIVE_STARTED',
      'ARCHIVE_ANALYZED',
      'ARCHIVE_REVOKED',
      'INVITE_INVITED',
      'INVITE_LINKED',
      'VERIFICATION_STARTED',
    ]);
  });

  it.each(freeTypes)('never rejects %s, nor touches its strict ids', (type) => {
    const wire = buildEvent(type);
    const before = parseEvent(receive(wire));
    const paths = freePaths(type, wire.data);
    const ids = STRICT_IDS[type].map((id) => id.split('.'));

    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const { data } = parseEvent(receive({ ...wire, data: replacedAt(wire.data, path, value) }));

        expect(ids.map((id) => valueAt(data, id))).toEqual(
          ids.map((id) => valueAt(before.data, id)),
        );
      }),
      { numRuns: paths.length > 50 ? 400 : 100 },
    );
  });

  it.each(freeTypes)('never lets another kind of value arrive in %s', (type) => {
    const wire = buildEvent(type);
    const before = parseEvent(receive(wire));
    const fields = freePaths(type, wire.data)
      .filter((path) => typeof path.at(-1) === 'string' && !isAnswer(path))
      .filter((path) => valueAt(before.data, path) !== undefined);

    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (path, value) => {
        const { data } = parseEvent(receive({ ...wire, data: replacedAt(wire.data, path, value) }));

        expect(kindsBeside(valueAt(before.data, path))).toContain(kindOf(valueAt(data, path)));
      }),
      { numRuns: fields.length > 50 ? 400 : 100 },
    );
  });

  it.each(EVENT_TYPES)('never holds back another value of the right kind in %s', (type) => {
    const wire = buildEvent(type);
    const scalars = pathsOf(wire.data).filter((path) => kindOf(valueAt(wire.data, path)) in OTHERS);

    const sent = scalars.map((path) => otherThan(valueAt(wire.data, path), path));
    const arrived = scalars.map((path, index) => {
      const data = replacedAt(wire.data, path, sent[index]);
      return valueAt(parseEvent(receive({ ...wire, data })).data, path);
    });

    expect(scalars.length).toBeGreaterThan(0);
    expect(arrived).toEqual(sent);
  });

  it.each(EVENT_TYPES)('never rejects %s when it stands beside the strict ids alone', (type) => {
    const wire = buildEvent(type);
    const strict: Record<string, unknown> = {};
    for (const id of STRICT_IDS[type]) {
      const [first = '', second] = id.split('.');
      strict[first] = second === undefined ? 'id' : { [second]: 'id' };
    }

    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (others) => {
        const { data } = parseEvent(receive({ ...wire, data: { ...others, ...strict } }));

        expect(data).toMatchObject(strict);
      }),
      { numRuns: 50 },
    );
  });
});
