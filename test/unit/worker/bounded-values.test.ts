import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';
import { UNDATED } from '../../../lambdas/state/stamp.ts';
import { announcementOf } from '../../../lambdas/worker/announce.ts';
import { isStorable } from '../../fuzz/storable.ts';
import { ACKNOWLEDGED, createRig, type Rig } from './rig.ts';

const IDS = { userId: 'u-1', accountId: 'a-1' };
const ACCOUNT = 'USER#u-1/ACCOUNT#a-1';
/** Three bytes in UTF-8 for each of its 256 characters. */
const LARGEST_ID = '\ue000'.repeat(256);
const HALF = '\ud83d';
const SENTENCE = 'Canary has changed the password.';
/** A row of DynamoDB may have 400 KB, an entry of EventBridge 256. */
const MOST_BYTES = 40_000;

const eventOf = (type: EventType, data: object) => ({ ...buildEvent(type, { data }), id: 'et-1' });
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Delivers an event, and looks at everything that DynamoDB and EventBridge would have to take. */
async function delivered(event: object) {
  const rig = createRig();
  const answer = await rig.deliver(rig.message(event));
  const items = [...rig.items.values()];
  expect(items.filter((item) => !isStorable(item))).toEqual([]);
  for (const { body: _, ...row } of rig.rows.values()) {
    // As DynamoDB's client leaves out what is undefined.
    const stored = JSON.parse(JSON.stringify(row)) as object;
    expect(isStorable({ pk: row.eventId, sk: row.subject, ...stored })).toBe(true);
    expect(bytesOf(row)).toBeLessThan(MOST_BYTES);
  }
  for (const stored of [...items, ...rig.announced]) {
    expect(bytesOf(stored)).toBeLessThan(MOST_BYTES);
  }
  return { answer, rig, row: rig.rows.get('et-1'), item: rig.items.get(ACCOUNT) };
}

async function statusAfter(createdAt: unknown) {
  const { row, item } = await delivered({ ...eventOf('ACCOUNT_CONNECTED', IDS), createdAt });
  expect(row).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
  return { row, asOf: item?.status?.asOf };
}

describe('a value that no table takes', () => {
  it.each<[string, EventType, object]>([
    ['an error code of 450,000 characters', 'ACCOUNT_FAILED', { errorCode: 'X'.repeat(450_000) }],
    ['40,000 providers', 'ACCOUNT_CONNECTED', { providers: Array(40_000).fill('example_payroll') }],
    ['a provider of 450,000 characters', 'ACCOUNT_CREATED', { providers: ['p'.repeat(450_000)] }],
    ['a count of 1e-131', 'INCOMES_ADDED', { count: 1e-131 }],
    ['a count of 1e126', 'INCOMES_UPDATED', { count: 1e126 }],
    ['half a character in a code', 'ACCOUNT_FAILED', { errorCode: `A${HALF}` }],
    ['half a character in an id', 'IDENTITY_ADDED', { identityId: `i${HALF}` }],
    ['40,000 ids of changed items', 'DOCUMENTS_UPDATED', { updatedIds: Array(40_000).fill('d-1') }],
    [
      'a date of 5,000 digits',
      'INCOMES_UPDATED',
      { updatedAt: `2026-01-02T03:04:05.${'1'.repeat(5000)}Z` },
    ],
    ['an object id of 257 characters', 'RATING_ADDED', { ratingId: 'r'.repeat(257) }],
    ['a sentence in the place of an object id', 'INSIGHT_ADDED', { id: 'Not there yet.' }],
  ])('is left out, and the event is done: %s', async (_, type, data) => {
    const { answer, row, rig } = await delivered(eventOf(type, { ...IDS, ...data }));

    expect(answer).toEqual(ACKNOWLEDGED);
    expect(row).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
    expect(rig.steps).toContain('handler');
    expect(rig.announced).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['half a character', { userId: `u${HALF}`, accountId: 'a-1' }],
    ['257 characters', { userId: 'u-1', accountId: 'a'.repeat(257) }],
  ])(
    'ends the event before anything else happens in an id that it is about: %s',
    async (_, data) => {
      const { answer, row, rig } = await delivered(eventOf('ACCOUNT_CONNECTED', data));

      expect(answer).toEqual(ACKNOWLEDGED);
      expect(row).toMatchObject({ status: 'DEAD', lastError: { code: 'schema' } });
      expect(rig.items.size).toBe(0);
      expect(rig.steps).not.toContain('handler');
      expect(rig.deadLetters).toHaveLength(1);
    },
  );

  it.each<[EventType, object, number]>([
    ['ACCOUNT_CONNECTED', { userId: LARGEST_ID, accountId: LARGEST_ID }, 1],
    ['ARCHIVE_STARTED', { userId: LARGEST_ID, archiveId: LARGEST_ID }, 1],
    ['INVITE_LINKED', { userId: LARGEST_ID, inviteId: LARGEST_ID }, 1],
    ['RECORD_CREATED', { recordId: LARGEST_ID }, 1],
    [
      'TASK_FINISHED',
      { userId: LARGEST_ID, sourceId: LARGEST_ID, sourceType: 'SOCIAL_SECURITY' },
      2,
    ],
  ])('is not even the largest id: %s', async (type, data, items) => {
    const { row, rig } = await delivered(eventOf(type, data));

    expect(row).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
    expect(rig.items.size).toBe(items);
  });
});

describe('a long type that is not known', () => {
  it('is announced without the half of a character at which it is cut', async () => {
    const type = `${'T'.repeat(127)}🙂`;
    const event = { id: 'et-1', type, createdAt: '2026-01-02T03:04:05Z', data: {} };

    const { detailType } = announcementOf(event, undefined, 'UNKNOWN_TYPE');
    const { row } = await delivered(event);

    expect(detailType).toBe(`${'T'.repeat(127)}\ufffd`);
    expect(row).toMatchObject({ status: 'DONE', outcome: 'UNKNOWN_TYPE' });
  });
});

describe('a sentence in the place of a code', () => {
  it.each<[EventType, object]>([
    ['ACCOUNT_FAILED', { errorCode: SENTENCE }],
    ['ARCHIVE_FAILED', { errorCode: SENTENCE }],
    ['TASK_FINISHED', { sourceId: 'a-1', errorCode: SENTENCE, taskType: SENTENCE }],
    ['TASK_FINISHED', { sourceId: 'a-1', status: SENTENCE, datapoints: [SENTENCE] }],
    ['ACCOUNT_SYNC_TASK_FINISHED', { sourceId: 'a-1', monitorStatus: SENTENCE }],
    ['VERIFICATION_COMPLETED', { resultCode: SENTENCE }],
    ['RECORD_COMPLETED', { status: SENTENCE, resultCode: SENTENCE, recordType: SENTENCE }],
    ['USER_SESSION_RESET', { session: { userId: 'u-1', channel: SENTENCE } }],
    ['ACCOUNT_CONNECTED', { providers: [SENTENCE] }],
  ])('is neither in the state nor in the announcement of %s', async (type, data) => {
    const { rig, row } = await delivered(eventOf(type, { ...IDS, ...data }));

    expect(row).toMatchObject({ status: 'DONE' });
    expect(rig.announced).toHaveLength(1);
    expect(JSON.stringify([...rig.items.values(), rig.announced])).not.toContain('Canary');
  });

  it('is not in the announcement of a type that is not known', async () => {
    const data = { ...IDS, errorCode: SENTENCE, status: SENTENCE, reason: SENTENCE };

    const { rig } = await delivered({ ...eventOf('ACCOUNT_FAILED', data), type: 'A_NEW_TYPE' });

    expect(rig.announced).toMatchObject([{ userId: 'u-1', accountId: 'a-1' }]);
    expect(JSON.stringify(rig.announced)).not.toContain('Canary');
  });
});

describe('ids that are numbers', () => {
  it('are text in keys, state, announcement and handler', async () => {
    const rig = createRig();
    const body =
      '{"id":12345678901234567891,"type":"ACCOUNT_CONNECTED","createdAt":"2026-01-02T03:04:05Z",' +
      '"data":{"userId":42,"accountId":98765432109876543210,"providers":[]}}';

    await rig.deliver(rig.message(Buffer.from(body)));

    expect(rig.rows.get('12345678901234567891')).toMatchObject({
      outcome: 'APPLIED',
      subject: '42',
      accountId: '98765432109876543210',
    });
    expect([...rig.items.keys()]).toEqual(['USER#42/ACCOUNT#98765432109876543210']);
    expect(rig.announced).toMatchObject([
      { eventId: '12345678901234567891', userId: '42', accountId: '98765432109876543210' },
    ]);
  });
});

describe('createdAt', () => {
  it.each([
    ['with a leap second', '2026-06-30T23:59:60Z', '2026-06-30T23:59:59.999Z'],
    ['with ten digits of a second', '2026-01-02T03:04:05.1234567890Z', '2026-01-02T03:04:05.123Z'],
    [
      'with 5,000 digits of a second',
      `2026-01-02T03:04:05.${'9'.repeat(5000)}Z`,
      '2026-01-02T03:04:05.999Z',
    ],
  ])('may be in any form of RFC 3339: %s', async (_, createdAt, asOf) => {
    const { row, asOf: stored } = await statusAfter(createdAt);

    expect(stored).toBe(asOf);
    expect(row).not.toHaveProperty('undated');
  });

  it.each([undefined, null, 1_767_322_800, '', 'yesterday', '2026-02-30T00:00:00Z', {}])(
    'may be missing or unreadable, and the event is handled and marked: %j',
    async (createdAt) => {
      const { row, asOf } = await statusAfter(createdAt);

      expect(asOf).toBe(UNDATED);
      expect(row).toMatchObject({ undated: true });
    },
  );

  it('is counted when there is none', async () => {
    const { rig } = await delivered({ ...eventOf('INCOMES_ADDED', IDS), createdAt: 7 });

    expect(countOf(rig, 'Undated')).toBe(1);
  });
});

describe('data without the id of its object', () => {
  it.each<[EventType, string, string]>([
    ['IDENTITY_ADDED', 'identityId', 'IDENTITIES'],
    ['RATING_ADDED', 'ratingId', 'RATINGS'],
    ['INSIGHT_ADDED', 'id', 'INSIGHTS'],
    ['LINK_ADDED', 'id', 'LINK'],
  ])('is handled: it can be fetched by its account: %s', async (type, id, name) => {
    const { row, item, rig } = await delivered(eventOf(type, { ...IDS, [id]: undefined }));

    expect(row).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
    expect(item?.dataPoints?.[name]).toMatchObject({ value: 'ADDED', eventId: 'et-1' });
    expect(rig.steps).toContain('handler');
  });
});

describe('an event without data', () => {
  it('ends in the dead letters at once, with a code that says so', async () => {
    const { data: _, ...bare } = eventOf('LINK_ADDED', IDS);

    const { answer, row, rig } = await delivered(bare);

    expect(answer).toEqual(ACKNOWLEDGED);
    expect(row).toMatchObject({
      status: 'DEAD',
      attempts: 1,
      lastError: { class: 'EventSchemaError', code: 'data-missing' },
    });
    expect(rig.deadLetters).toHaveLength(1);
  });
});

describe('a task of a record that names its user', () => {
  it('joins the two: the user refers to the record, which alone holds the fact', async () => {
    const data = { userId: 'u-1', sourceId: 'ss-1', sourceType: 'SOCIAL_SECURITY' };

    const { rig } = await delivered(
      eventOf('TASK_FINISHED', { ...data, taskType: 'LINK_ACCOUNT', status: 'SUCCEEDED' }),
    );

    expect(rig.items.get('USER#u-1/RECORD#ss-1')).toEqual({
      pk: 'USER#u-1',
      sk: 'RECORD#ss-1',
      version: 1,
    });
    expect(rig.items.get('RECORD#ss-1/RECORD')?.tasks).toMatchObject({
      LINK_ACCOUNT: { value: 'SUCCEEDED', eventId: 'et-1' },
    });
    expect(rig.steps.indexOf('states.refer')).toBeLessThan(rig.steps.indexOf('states.write'));
    expect(rig.announced).toMatchObject([{ userId: 'u-1', recordId: 'ss-1' }]);
  });
});

function countOf({ records }: Rig, metric: string): number {
  return records.measured.reduce((sum, { values }) => sum + (values[metric as 'Undated'] ?? 0), 0);
}
