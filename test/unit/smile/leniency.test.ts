import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES, type EventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { freePaths, type Path, parsed, receive, replacedAt, valueAt } from './wire.ts';

describe('null, absent and the wrong kind', () => {
  it.each(EVENT_TYPES)(
    'are one case for every field of %s, and leave the others as they are',
    (type) => {
      const wire = buildEvent(type);
      const before = parseEvent(receive(wire));
      const fields = freePaths(type, wire.data)
        .filter((path) => typeof path.at(-1) === 'string')
        .filter((path) => !path.join('.').includes('.data.'));

      const unlike = fields.flatMap((path) => {
        const isList = Array.isArray(valueAt(before.data, path));
        const expected = replacedAt(before.data, path, isList ? [] : undefined);
        return [null, undefined, isList ? { not: 'a list' } : [['wrong']]]
          .map((value) =>
            parseEvent(receive({ ...wire, data: replacedAt(wire.data, path, value) })),
          )
          .filter(({ data }) => JSON.stringify(data) !== JSON.stringify(expected))
          .map(() => path.join('.'));
      });

      expect(unlike).toEqual([]);
    },
  );

  it('arrive as nothing, beside fields that arrive as usual', () => {
    const { payload } = parsed('TASK_FINISHED', {
      data: {
        payload: { incomes: { items: [{ id: 5, employer: null, currency: 'PHP', netAmount: 7 }] } },
      },
    }).data;

    expect(payload?.incomes?.items).toEqual([{ currency: 'PHP', netAmount: 7 }]);
    expect(payload?.rating?.maxRating).toBe(5);
  });

  it('inside a list drop the entry and not the list', () => {
    const { data } = parsed('TASK_FINISHED', {
      data: {
        providers: ['one', null, 2, 'three'],
        payload: { incomes: { items: [null, { id: 'inc-1' }, 'inc-2', { id: 'inc-3' }] } },
      },
    });

    expect(data.providers).toEqual(['one', 'three']);
    expect(data.payload?.incomes?.items.map((item) => item.id)).toEqual(['inc-1', 'inc-3']);
  });
});

describe('an unknown value of a list', () => {
  it('survives as it is', () => {
    const { data } = parsed('ACCOUNT_SYNC_TASK_FINISHED', {
      data: {
        sourceType: 'WALLET',
        status: 'PARTIAL',
        monitorStatus: 'PAUSED',
        datapoints: ['INCOMES', 'PENSIONS'],
        payload: { identity: { gender: 'X', addresses: [{ tags: ['Home', 'Summer'] }] } },
      },
    });

    expect(data).toMatchObject({
      sourceType: 'WALLET',
      status: 'PARTIAL',
      monitorStatus: 'PAUSED',
      datapoints: ['INCOMES', 'PENSIONS'],
    });
    expect(data.payload?.identity?.gender).toBe('X');
    expect(data.payload?.identity?.addresses[0]?.tags).toEqual(['Home', 'Summer']);
  });

  it('survives as the code of an error or a result', () => {
    expect(parsed('ACCOUNT_FAILED', { data: { errorCode: 'NEW' } }).data.errorCode).toBe('NEW');
    expect(parsed('ARCHIVE_FAILED', { data: { errorCode: 'NEW' } }).data.errorCode).toBe('NEW');
    expect(parsed('RECORD_COMPLETED', { data: { resultCode: 'NEW' } }).data.resultCode).toBe('NEW');
    expect(parsed('RECORD_CREATED', { data: { recordType: 'TAX' } }).data.recordType).toBe('TAX');
  });
});

describe('data points', () => {
  const types = ['TASK_FINISHED', 'ACCOUNT_SYNC_TASK_FINISHED'] as const;

  it.each(types)('of %s arrive under one name, however they were spelt', (type) => {
    const spelt = [
      { datapoints: ['LINK'] },
      { datapoints: undefined, dataPoints: ['LINK'] },
      { datapoints: null, dataPoints: ['LINK'] },
      { datapoints: ['LINK'], dataPoints: null },
      { datapoints: ['LINK'], dataPoints: ['INCOMES'] },
    ];

    const arrived = spelt.map((data) => parsed(type, { data }).data.datapoints);

    expect(arrived).toEqual(spelt.map(() => ['LINK']));
  });

  it.each(types)('of %s are an empty list when none are named', (type) => {
    const without = [{}, { dataPoints: null }, { dataPoints: 'LINK' }];

    const arrived = without.map(
      (data) => parsed(type, { data: { datapoints: undefined, ...data } }).data.datapoints,
    );

    expect(arrived).toEqual([[], [], []]);
  });

  it.each(types)('of %s do not arrive twice', (type) => {
    const { data } = parsed(type, { data: { datapoints: undefined, dataPoints: ['LINK'] } });

    expect(Object.keys(data)).not.toContain('dataPoints');
  });
});

describe('an empty payload', () => {
  const forms = [null, undefined, {}];

  it.each([
    'TASK_FINISHED',
    'ACCOUNT_SYNC_TASK_FINISHED',
    'RECORD_COMPLETED',
    'USER_SESSION_COMPLETED',
  ] as const)('of %s is absent in all its forms', (type) => {
    const wire = buildEvent(type);

    const arrived = forms.map((payload) => {
      const event = parseEvent(receive({ ...wire, data: { ...wire.data, payload } }));
      return valueAt(event, ['data', 'payload']);
    });

    expect(arrived).toEqual([undefined, undefined, undefined]);
  });

  it('of an account or an archive in a session is absent in all its forms', () => {
    const { payload } = parsed('USER_SESSION_COMPLETED', {
      data: {
        payload: {
          accounts: forms.map((empty) => ({ id: 'a-1', payload: empty })),
          archives: forms.map((empty) => ({ id: 'f-1', payload: empty })),
        },
      },
    }).data;

    const arrived = [...(payload?.accounts ?? []), ...(payload?.archives ?? [])];
    expect(arrived).toHaveLength(6);
    expect(arrived.map((entry) => entry.payload)).toEqual(arrived.map(() => undefined));
  });

  it('is told apart from a list without items', () => {
    const { payload } = parsed('TASK_FINISHED', {
      data: { payload: { incomes: { nextCursor: null, items: [] }, documents: null } },
    }).data;

    expect(payload?.incomes).toEqual({ items: [] });
    expect(payload?.documents).toBeUndefined();
  });
});

describe('a task', () => {
  it('without a status stays without one', () => {
    const { data } = parsed('TASK_FINISHED', { data: { status: undefined } });

    expect(data.status).toBeUndefined();
  });

  it('may come as it did in 2023, with ids and data points only', () => {
    const envelope = receive({
      id: '0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f',
      type: 'TASK_FINISHED',
      createdAt: '2026-01-01T00:00:00Z',
      data: { userId: 'u-1', sourceId: 'a-1', datapoints: ['INCOMES'] },
    });

    expect(parseEvent(envelope).data).toEqual({
      userId: 'u-1',
      sourceId: 'a-1',
      datapoints: ['INCOMES'],
      providers: [],
    });
  });
});

describe('text in the place of a code', () => {
  const SENTENCE = 'The password of Juana is wrong.';

  it.each<[EventType, Path]>([
    ['ACCOUNT_FAILED', ['errorCode']],
    ['ARCHIVE_FAILED', ['errorCode']],
    ['TASK_STARTED', ['taskType']],
    ['TASK_FINISHED', ['errorCode']],
    ['TASK_FINISHED', ['sourceType']],
    ['TASK_FINISHED', ['status']],
    ['TASK_FINISHED', ['datapoints', 0]],
    ['ACCOUNT_SYNC_TASK_FINISHED', ['monitorStatus']],
    ['VERIFICATION_COMPLETED', ['resultCode']],
    ['RECORD_COMPLETED', ['status']],
    ['RECORD_CREATED', ['recordType']],
    ['USER_SESSION_COMPLETED', ['session', 'channel']],
  ])('of %s is left out, and the event is taken: %j', (type, path) => {
    const wire = buildEvent(type);
    const wrong = [SENTENCE, 'X'.repeat(65), 'ñ', 'A B', '\ud800', 'x'.repeat(450_000)];

    const arrived = wrong.map((text) => {
      const data = replacedAt(wire.data, path, text);
      return JSON.stringify(parseEvent(receive({ ...wire, data })).data);
    });

    const without = JSON.stringify(
      parseEvent(receive({ ...wire, data: replacedAt(wire.data, path, null) })).data,
    );
    expect(arrived).toEqual(wrong.map(() => without));
  });

  it('may have up to 64 letters, digits, points, colons and dashes', () => {
    const codes = ['a', '9', 'INVALID_MFA', 'link.account:2-b', 'X'.repeat(64)];

    const arrived = codes.map(
      (errorCode) => parsed('ACCOUNT_FAILED', { data: { errorCode } }).data.errorCode,
    );

    expect(arrived).toEqual(codes);
  });
});

describe('text in the place of an id that the event can do without', () => {
  it.each<[EventType, Path]>([
    ['IDENTITY_ADDED', ['identityId']],
    ['RATING_ADDED', ['ratingId']],
    ['INSIGHT_ADDED', ['id']],
    ['LINK_ADDED', ['id']],
    ['USER_SESSION_COMPLETED', ['session', 'channelId']],
  ])('of %s is left out: %j', (type, path) => {
    const wire = buildEvent(type);
    const values = ['The id of Juana.', 'x'.repeat(257), '', '\ud800', 'an-id:1', 7];

    const arrived = values.map((value) => {
      const data = replacedAt(wire.data, path, value);
      return valueAt(parseEvent(receive({ ...wire, data })).data, path);
    });

    expect(arrived).toEqual([undefined, undefined, undefined, undefined, 'an-id:1', '7']);
  });
});

describe('what is no date', () => {
  it('is left out of the period of an update', () => {
    const wrong = [
      'yesterday',
      '2026-02-30',
      1_767_322_800,
      `2026-01-02T03:04:05.${'1'.repeat(99)}Z`,
    ];

    const arrived = wrong.map(
      (updatedFrom) => parsed('INCOMES_UPDATED', { data: { updatedFrom } }).data.updatedFrom,
    );

    expect(arrived).toEqual(wrong.map(() => undefined));
  });
});

describe('numbers and text', () => {
  it('of an id number, a phone number and a version of a consent arrive as text', () => {
    const numbers = parsed('VERIFICATION_COMPLETED', {
      data: {
        result: {
          additionalData: { ids: [{ idNumber: 123 }], phoneMatches: { value: 639_000_000_000 } },
        },
      },
    }).data.result?.additionalData;
    const consent = parsed('RECORD_COMPLETED', {
      data: { payload: { requestMeta: { consent: { version: 1.5 } } } },
    }).data.payload?.requestMeta?.consent;

    expect(numbers?.ids[0]?.idNumber).toBe('123');
    expect(numbers?.phoneMatches?.value).toBe('639000000000');
    expect(consent?.version).toBe('1.5');
  });

  it('of an error code arrive as text', () => {
    expect(parsed('ACCOUNT_FAILED', { data: { errorCode: 500 } }).data.errorCode).toBe('500');
    expect(parsed('ARCHIVE_FAILED', { data: { errorCode: 42 } }).data.errorCode).toBe('42');
    expect(parsed('TASK_FINISHED', { data: { errorCode: 7 } }).data.errorCode).toBe('7');
  });

  it('of a count arrive as a number', () => {
    const counts = ['12', 12, '0', '1e3', '', ' 3', 'many'].map(
      (count) => parsed('INCOMES_ADDED', { data: { count } }).data.count,
    );

    expect(counts).toEqual([12, 12, 0, undefined, undefined, undefined, undefined]);
  });
});

describe('a field with two names', () => {
  it('arrives as idSubtype when it was sent as idSubType', () => {
    const { result } = parsed('VERIFICATION_COMPLETED', {
      data: { result: { additionalData: { ids: [{ idSubType: 'A' }, { idSubtype: 'B' }] } } },
    }).data;

    expect(result?.additionalData?.ids).toEqual([{ idSubtype: 'A' }, { idSubtype: 'B' }]);
  });

  it('arrives as fullName when a social-security record says name', () => {
    const { payload } = parsed('RECORD_COMPLETED', {
      data: { payload: { result: { fullName: undefined, name: 'Sample Name' } } },
    }).data;

    expect(payload?.result?.fullName).toBe('Sample Name');
    expect(Object.keys(payload?.result ?? {})).not.toContain('name');
  });
});
