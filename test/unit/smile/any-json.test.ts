import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../lambdas/smile/builders/build-event.ts';
import { EVENT_TYPES, parseEvent } from '../../../lambdas/smile/events.ts';
import { STRICT_IDS } from './strict-ids.ts';
import { type Path, pathsOf, receive, replacedAt, valueAt } from './wire.ts';

/** Null stands for an object that holds a strict id: only there may a replacement reject. */
function freePaths(type: (typeof EVENT_TYPES)[number], data: object): Path[] {
  return pathsOf(data).filter(
    (path) => !STRICT_IDS[type].some((id) => `${id}.`.startsWith(`${path.join('.')}.`)),
  );
}

/** `number[]` and `{ a: … }` apart, which typeof does not tell. */
function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

describe('any JSON in place of any field that is not a strict id', () => {
  const withFreeFields = EVENT_TYPES.filter(
    (type) => freePaths(type, buildEvent(type).data).length,
  );

  it('can be tried for every type but those that consist of strict ids', () => {
    expect(EVENT_TYPES.filter((type) => !withFreeFields.includes(type))).toEqual([
      'ARCHIVE_STARTED',
      'ARCHIVE_ANALYZED',
      'ARCHIVE_REVOKED',
      'INVITE_INVITED',
      'INVITE_LINKED',
      'VERIFICATION_STARTED',
    ]);
  });

  it.each(withFreeFields)('never rejects %s, nor changes the kind of what arrives', (type) => {
    const wire = buildEvent(type);
    const before = parseEvent(receive(wire));
    const paths = freePaths(type, wire.data).map((path) => ['data', ...path]);
    // The answers of a customer's form are the customer's: anything arrives as it is.
    const declared = (path: Path) => !path.slice(1).includes('data');

    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const event = parseEvent(receive(replacedAt(wire, path, value)));

        for (const id of STRICT_IDS[type]) {
          const whole = ['data', ...id.split('.')];
          expect(valueAt(event, whole)).toBe(valueAt(before, whole));
        }
        const arrived = valueAt(event, path);
        const usual = valueAt(before, path);
        if (typeof path.at(-1) === 'string' && usual !== undefined && declared(path)) {
          const nothing = Array.isArray(usual) ? 'list' : 'undefined';
          expect([kindOf(usual), nothing]).toContain(kindOf(arrived));
        }
        expect(arrived).not.toBeNull();
      }),
      { numRuns: paths.length > 50 ? 400 : 100 },
    );
  });

  it.each(EVENT_TYPES)('never rejects %s when it stands beside the strict ids alone', (type) => {
    const wire = buildEvent(type);
    const strict = STRICT_IDS[type].reduce<Record<string, unknown>>((data, id) => {
      const [first = '', second] = id.split('.');
      return { ...data, [first]: second ? { [second]: 'id' } : 'id' };
    }, {});

    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (others) => {
        const event = parseEvent(receive({ ...wire, data: { ...others, ...strict } }));

        expect(event.data).toMatchObject(strict);
      }),
      { numRuns: 50 },
    );
  });
});
