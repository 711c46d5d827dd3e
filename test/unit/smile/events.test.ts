import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { isRecord, readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { EVENT_TYPES, isEventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { STRICT_IDS } from './strict-ids.ts';
import { parsed, pathsOf, receive, replacedAt, valueAt } from './wire.ts';

describe('the event types', () => {
  it('are those that are listed here by hand, once each', () => {
    expect(EVENT_TYPES).toEqual(Object.keys(STRICT_IDS));
    expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length);
  });

  it('cannot be changed at run time', () => {
    expect(Object.isFrozen(EVENT_TYPES)).toBe(true);
  });

  it.each(EVENT_TYPES)('include %s', (type) => {
    expect(isEventType(type)).toBe(true);
  });

  it.each([
    'ALL_EVENTS',
    'UPLOAD_STARTED',
    'RECORD_STARTED',
    'user_created',
    'USER_CREATED ',
    '',
    'toString',
    'constructor',
    '__proto__',
  ])('do not include %j', (type) => {
    expect(isEventType(type)).toBe(false);
  });
});

describe('an event of a known type', () => {
  it.each(EVENT_TYPES)('%s keeps its id, type, time and version', (type) => {
    const wire = buildEvent(type);

    const event = parseEvent(receive(wire));

    const { id, createdAt } = wire;
    expect(event).toMatchObject({ id, type, createdAt, version: 1 });
  });

  it('keeps the fields that nobody knows yet, beside data and at every depth of it', () => {
    const event = parsed('TASK_FINISHED', {
      region: 'ph',
      data: {
        added: 1,
        payload: {
          surprise: { deep: [null] },
          identity: { nickname: 'Sam' },
          incomes: { total: 1, items: [{ id: 'inc-1', bonus: 5 }] },
        },
      },
    });

    expect(event.region).toBe('ph');
    expect(event.data).toMatchObject({
      added: 1,
      payload: {
        surprise: { deep: [null] },
        identity: { nickname: 'Sam' },
        incomes: { total: 1, items: [{ id: 'inc-1', bonus: 5 }] },
      },
    });
  });

  it.each(EVENT_TYPES)('%s keeps an unknown field in any of its objects', (type) => {
    const wire = buildEvent(type);
    const objects = [[], ...pathsOf(wire.data)].filter((path) =>
      isRecord(valueAt(wire.data, path)),
    );

    const kept = objects.map((path) => {
      const unknown = [...path, 'unknownField'];
      const data = replacedAt(wire.data, unknown, { any: [null] });
      return valueAt(parseEvent(receive({ ...wire, data })).data, unknown);
    });

    expect(kept).toEqual(objects.map(() => ({ any: [null] })));
  });

  it('may come without a version, and with one in quotes', () => {
    const versions = [undefined, null, '2', 2, 'new', {}].map(
      (version) => parsed('USER_CREATED', { version }).version,
    );

    expect(versions).toEqual([undefined, undefined, 2, 2, undefined, undefined]);
  });

  it('leaves the envelope that it was read from as it was', () => {
    const envelope = receive(buildEvent('LINK_ADDED', { data: { id: null, ratingId: 'r-1' } }));
    const before = structuredClone(envelope);

    parseEvent(envelope);

    expect(envelope).toEqual(before);
  });
});

describe('an event of another type', () => {
  it('is refused with the advice to ask first', () => {
    const envelope = receive({ ...buildEvent('USER_CREATED'), type: 'USER_RENAMED' });

    expect(() => parseEvent(envelope)).toThrow(TypeError);
    expect(() => parseEvent(envelope)).toThrow(/ask isEventType first/);
  });
});

describe('a key named __proto__', () => {
  const EVIL = '{"polluted":"yes"}';

  /** JSON.parse makes it a field; an assignment would make it the prototype. */
  function evil(json: string) {
    const { envelope } = readEnvelope(
      Buffer.from(json.replaceAll('"EVIL"', `"__proto__":${EVIL}`)),
    );
    if (!envelope) throw new Error('unreadable');
    return parseEvent(envelope);
  }

  it('changes neither the event nor any other object, wherever it stands', () => {
    const event = evil(
      '{"EVIL","id":"e","type":"TASK_FINISHED","createdAt":"2026-01-01T00:00:00Z","data":{"EVIL",' +
        '"userId":"u","sourceId":"s","dataPoints":["INCOMES"],"payload":{"EVIL",' +
        '"identity":{"EVIL"},"incomes":{"EVIL","items":[{"EVIL"}]}}}}',
    );

    const { data } = event as ReturnType<typeof parsed<'TASK_FINISHED'>>;
    const objects = [
      event,
      data,
      data.payload,
      data.payload?.identity,
      data.payload?.incomes,
      data.payload?.incomes?.items[0],
    ];
    expect(objects).toHaveLength(6);
    for (const object of objects) {
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
      expect(Object.keys(object ?? {})).not.toContain('__proto__');
      expect((object as { polluted?: unknown }).polluted).toBeUndefined();
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

/** Nulls and wrong kinds are the slow way through the schema. */
function longest(item: object | undefined): object {
  return { ...item, id: 'x'.repeat(1_100), currency: null, name: null, amount: 'wrong' };
}

describe('a body of 3 MB', () => {
  it('with full lists is read in well under a second', () => {
    const { payload } = buildEvent('TASK_FINISHED').data;
    const full = Object.entries(payload).map(([name, content]) => [
      name,
      'items' in content
        ? { ...content, items: Array.from({ length: 300 }, () => longest(content.items[0])) }
        : content,
    ]);
    const wire = buildEvent('TASK_FINISHED', { data: { payload: Object.fromEntries(full) } });
    const body = Buffer.from(JSON.stringify(wire));

    const start = performance.now();
    const { envelope } = readEnvelope(body);
    if (!envelope) throw new Error('unreadable');
    const event = parseEvent(envelope) as ReturnType<typeof parsed<'TASK_FINISHED'>>;
    const took = performance.now() - start;

    expect(body.length).toBeGreaterThan(3_000_000);
    expect(event.data.payload?.incomes?.items).toHaveLength(300);
    expect(took).toBeLessThan(1_000);
  });
});
