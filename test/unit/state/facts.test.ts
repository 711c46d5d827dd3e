import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES, type EventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { factOf } from '../../../lambdas/state/facts/facts.ts';
import { applyAll, type Received } from './apply.ts';

const account = { userId: 'u1', accountId: 'a1' };
const source = { userId: 'u1', sourceId: 'a1' };

/** What each type says about which thing. */
const SAYS: [EventType, object, string, string, object][] = [
  ['USER_CREATED', { userId: 'u1' }, 'USER#u1/PROFILE', 'status', { value: 'CREATED' }],
  ['ACCOUNT_CREATED', account, 'USER#u1/ACCOUNT#a1', 'status', { value: 'CREATED' }],
  [
    'ACCOUNT_CONNECTED',
    { ...account, providers: ['sss_ph'] },
    'USER#u1/ACCOUNT#a1',
    'status',
    { value: 'CONNECTED', providers: ['sss_ph'] },
  ],
  ['ACCOUNT_DISCONNECTED', account, 'USER#u1/ACCOUNT#a1', 'status', { value: 'DISCONNECTED' }],
  [
    'ACCOUNT_FAILED',
    { ...account, errorCode: 'INVALID_MFA' },
    'USER#u1/ACCOUNT#a1',
    'status',
    { value: 'FAILED', errorCode: 'INVALID_MFA' },
  ],
  [
    'TASK_STARTED',
    { ...source, sourceType: 'ACCOUNT', taskType: 'LINK_ACCOUNT' },
    'USER#u1/ACCOUNT#a1',
    'tasks.LINK_ACCOUNT',
    { value: 'STARTED' },
  ],
  [
    'TASK_FINISHED',
    {
      ...source,
      sourceType: 'Account',
      taskType: 'LINK_ACCOUNT',
      status: 'FAILED',
      errorCode: 'SYSTEM_ERROR',
      datapoints: ['INCOMES'],
    },
    'USER#u1/ACCOUNT#a1',
    'tasks.LINK_ACCOUNT',
    { value: 'FAILED', errorCode: 'SYSTEM_ERROR', dataPoints: ['INCOMES'] },
  ],
  [
    'ACCOUNT_SYNC_TASK_FINISHED',
    {
      ...source,
      sourceType: 'ACCOUNTS',
      status: 'SUCCEEDED',
      monitorStatus: 'USER_ACTION_REQUIRED',
      datapoints: ['INCOMES'],
    },
    'USER#u1/ACCOUNT#a1',
    'tasks.ACCOUNT_SYNC',
    { value: 'SUCCEEDED', monitorStatus: 'USER_ACTION_REQUIRED', dataPoints: ['INCOMES'] },
  ],
  ['ARCHIVE_STARTED', archive(), 'USER#u1/ARCHIVE#r1', 'status', { value: 'STARTED' }],
  ['ARCHIVE_ANALYZED', archive(), 'USER#u1/ARCHIVE#r1', 'status', { value: 'ANALYZED' }],
  ['ARCHIVE_REVOKED', archive(), 'USER#u1/ARCHIVE#r1', 'status', { value: 'REVOKED' }],
  [
    'ARCHIVE_FAILED',
    { ...archive(), errorCode: 'INVALID_FIELD_FORMAT' },
    'USER#u1/ARCHIVE#r1',
    'status',
    { value: 'FAILED', errorCode: 'INVALID_FIELD_FORMAT' },
  ],
  ['INVITE_INVITED', invite(), 'USER#u1/INVITE#iv1', 'status', { value: 'INVITED' }],
  ['INVITE_LINKED', invite(), 'USER#u1/INVITE#iv1', 'status', { value: 'LINKED' }],
  ['IDENTITY_ADDED', { ...account, identityId: 'i1' }, ...dataPoint('IDENTITIES', 'i1')],
  ['RATING_ADDED', { ...account, ratingId: 'r1' }, ...dataPoint('RATINGS', 'r1')],
  ['INSIGHT_ADDED', { ...account, id: 'insight1' }, ...dataPoint('INSIGHTS', 'insight1')],
  ['LINK_ADDED', { ...account, id: 'link1' }, ...dataPoint('LINK', 'link1')],
  ['TRANSACTIONS_ADDED', { ...account, count: 7 }, ...dataPoint('TRANSACTIONS', 7)],
  ['DOCUMENTS_ADDED', { ...account, count: 7 }, ...dataPoint('DOCUMENTS', 7)],
  ['EMPLOYMENTS_ADDED', { ...account, count: 7 }, ...dataPoint('EMPLOYMENTS', 7)],
  ['INCOMES_ADDED', { ...account, count: 7 }, ...dataPoint('INCOMES', 7)],
  ['CONTRIBUTIONS_ADDED', { ...account, count: 7 }, ...dataPoint('CONTRIBUTIONS', 7)],
  ['LIABILITIES_ADDED', { ...account, count: 7 }, ...dataPoint('LIABILITIES', 7)],
  ['EINCOMES_ADDED', { ...account, count: 7 }, ...dataPoint('EINCOMES', 7)],
  ['DOCUMENTS_UPDATED', update(), ...updatedPoint('DOCUMENTS')],
  ['EMPLOYMENTS_UPDATED', update(), ...updatedPoint('EMPLOYMENTS')],
  ['LIABILITIES_UPDATED', update(), ...updatedPoint('LIABILITIES')],
  ['INCOMES_UPDATED', { ...update(), ...period() }, ...updatedPoint('INCOMES', period())],
  [
    'CONTRIBUTIONS_UPDATED',
    { ...update(), ...period() },
    ...updatedPoint('CONTRIBUTIONS', period()),
  ],
  ['EINCOMES_UPDATED', { ...update(), ...period() }, ...updatedPoint('EINCOMES', period())],
  [
    'VERIFICATION_STARTED',
    { verificationId: 'v1' },
    'VERIFICATION#v1/VERIFICATION',
    'status',
    { value: 'STARTED' },
  ],
  [
    'VERIFICATION_COMPLETED',
    { verificationId: 'v1', resultCode: 'SUCCESS' },
    'VERIFICATION#v1/VERIFICATION',
    'status',
    { value: 'COMPLETED', resultCode: 'SUCCESS' },
  ],
  [
    'RECORD_CREATED',
    { recordId: 'r1', recordType: 'SOCIAL_SECURITY' },
    'RECORD#r1/RECORD',
    'status',
    { value: 'CREATED', recordType: 'SOCIAL_SECURITY' },
  ],
  [
    'RECORD_COMPLETED',
    { recordId: 'r1', recordType: 'SOCIAL_SECURITY', status: 'ERROR', resultCode: 'NO_DATA' },
    'RECORD#r1/RECORD',
    'status',
    { value: 'ERROR', resultCode: 'NO_DATA', recordType: 'SOCIAL_SECURITY' },
  ],
  ['USER_SESSION_COMPLETED', session(), 'USER#u1/SESSION', 'status', sessionStatus('COMPLETED')],
  ['USER_SESSION_RESET', session(), 'USER#u1/SESSION', 'status', sessionStatus('RESET')],
];

function archive() {
  return { userId: 'u1', archiveId: 'r1' };
}
function invite() {
  return { userId: 'u1', inviteId: 'iv1' };
}
function update() {
  return { ...account, count: 3, updatedAt: '2026-11-01T00:00:00Z' };
}
function period() {
  return { updatedFrom: '2026-10-01T00:00:00Z', updatedTo: '2026-10-31T00:00:00Z' };
}
function session() {
  return { session: { userId: 'u1', channel: 'WinkSite', channelId: 'ws-1' } };
}
function sessionStatus(value: string) {
  return { value, channel: 'WinkSite', channelId: 'ws-1' };
}
function dataPoint(name: string, what: string | number): [string, string, object] {
  const detail = typeof what === 'number' ? { count: what } : { objectId: what };
  return ['USER#u1/ACCOUNT#a1', `dataPoints.${name}`, { value: 'ADDED', ...detail }];
}
function updatedPoint(name: string, more: object = {}): [string, string, object] {
  const value = { value: 'UPDATED', count: 3, updatedAt: '2026-11-01T00:00:00Z', ...more };
  return ['USER#u1/ACCOUNT#a1', `dataPoints.${name}`, value];
}

function eventOf(type: EventType, data: object) {
  return parseEvent(buildEvent(type, { data }));
}

describe('factOf', () => {
  it('is specified here for every type', () => {
    expect(SAYS.map(([type]) => type).toSorted()).toEqual([...EVENT_TYPES].toSorted());
  });

  it.each(SAYS)('%s tells its fact of its thing', (type, data, thing, place, value) => {
    const fact = factOf(eventOf(type, data));

    expect(`${fact.thing.pk}/${fact.thing.sk}`).toBe(thing);
    expect(fact.section === 'status' ? 'status' : `${fact.section}.${fact.name}`).toBe(place);
    expect(fact.value).toMatchObject(value);
  });

  it.each([
    ['ARCHIVE', 'LINK_ACCOUNT', 'x1', 'USER#u1/ARCHIVE#x1'],
    ['UPLOAD', undefined, 'x1', 'USER#u1/ARCHIVE#x1'],
    ['SOCIAL_SECURITY', undefined, 'x1', 'RECORD#x1/RECORD'],
    [null, 'ANALYZE_ARCHIVE', 'x1', 'USER#u1/ARCHIVE#x1'],
    [null, undefined, 'archive-1', 'USER#u1/ARCHIVE#archive-1'],
    [null, undefined, 'u-1', 'USER#u1/ARCHIVE#u-1'],
    [null, undefined, 'a-1', 'USER#u1/ACCOUNT#a-1'],
    ['SOMETHING_NEW', undefined, 'a-1', 'USER#u1/ACCOUNT#a-1'],
    ['ARCHIVES', undefined, 'a-1', 'USER#u1/ARCHIVE#a-1'],
    ['Uploads', undefined, 'a-1', 'USER#u1/ARCHIVE#a-1'],
    ['ACCOUNT', 'ANALYZE_ARCHIVE', 'archive-1', 'USER#u1/ACCOUNT#archive-1'],
    ['ACCOUNTS', 'ANALYZE_ARCHIVE', 'archive-1', 'USER#u1/ACCOUNT#archive-1'],
    [null, 'LINK_ACCOUNT', 'a-1', 'USER#u1/ACCOUNT#a-1'],
    [null, undefined, 'menu-1', 'USER#u1/ACCOUNT#menu-1'],
  ])(
    'a task of source %s and type %s on %s belongs to %s',
    (sourceType, taskType, sourceId, thing) => {
      const data = { userId: 'u1', sourceId, sourceType, taskType };

      const fact = factOf(eventOf('TASK_FINISHED', data));

      expect(`${fact.thing.pk}/${fact.thing.sk}`).toBe(thing);
    },
  );

  it.each([7, null, 'UPLOAD_ARCHIVE'])(
    'a continuous sync is never about %j, which is no field of it',
    (taskType) => {
      const data = { userId: 'u1', sourceId: 'a-1', sourceType: null, taskType };

      const fact = factOf(eventOf('ACCOUNT_SYNC_TASK_FINISHED', data));

      expect(fact).toMatchObject({ thing: { sk: 'ACCOUNT#a-1' }, name: 'ACCOUNT_SYNC' });
    },
  );

  it.each(['ACCOUNT_DISCONNECTED', 'ARCHIVE_REVOKED'] as const)('%s ends its thing', (type) => {
    expect(factOf(eventOf(type, {}))).toMatchObject({ ends: true });
  });

  it.each<[EventType, ...EventType[]]>([
    ['ACCOUNT_CREATED', 'ACCOUNT_CONNECTED', 'TASK_STARTED', 'TASK_FINISHED'],
    ['ACCOUNT_CREATED', 'ACCOUNT_FAILED', 'ACCOUNT_DISCONNECTED'],
    ['TASK_STARTED', 'INCOMES_ADDED', 'INCOMES_UPDATED', 'TASK_FINISHED', 'ACCOUNT_DISCONNECTED'],
    ['INCOMES_UPDATED', 'ACCOUNT_SYNC_TASK_FINISHED', 'ACCOUNT_DISCONNECTED'],
    ['ARCHIVE_STARTED', 'ARCHIVE_ANALYZED', 'ARCHIVE_REVOKED'],
    ['ARCHIVE_STARTED', 'ARCHIVE_FAILED', 'ARCHIVE_REVOKED'],
    ['INVITE_INVITED', 'INVITE_LINKED'],
    ['VERIFICATION_STARTED', 'VERIFICATION_COMPLETED'],
    ['RECORD_CREATED', 'RECORD_COMPLETED'],
    ['USER_SESSION_COMPLETED', 'USER_SESSION_RESET'],
  ])('orders what has the same second as it goes in life: %s, %s …', (...types) => {
    const ranks = types.map((type) => factOf(eventOf(type, {})).rank);

    expect(ranks).toEqual([...new Set(ranks)].toSorted((a, b) => a - b));
  });

  it('knows which types are occurrences, and takes all others for statements', () => {
    const occurrences = EVENT_TYPES.filter(
      (type) => factOf(eventOf(type, {})).kind === 'occurrence',
    );

    expect(occurrences).toEqual(
      EVENT_TYPES.filter((type) => /_(ADDED|UPDATED)$|TASK_FINISHED$/.test(type)),
    );
    expect(occurrences).toHaveLength(19);
  });

  it.each(['TASK_STARTED', 'TASK_FINISHED', 'ACCOUNT_SYNC_TASK_FINISHED'] as const)(
    '%s joins a record with its user, whom its own events do not name',
    (type) => {
      const data = { userId: 'u1', sourceId: 'ss-1', sourceType: 'SOCIAL_SECURITY' };

      const fact = factOf(eventOf(type, data));

      expect(fact).toMatchObject({
        thing: { pk: 'RECORD#ss-1', sk: 'RECORD' },
        reference: { pk: 'USER#u1', sk: 'RECORD#ss-1' },
      });
    },
  );

  it.each(['ACCOUNT', 'ARCHIVE', null])('a task of source %s joins nothing', (sourceType) => {
    const data = { userId: 'u1', sourceId: 'a-1', sourceType };

    expect(factOf(eventOf('TASK_FINISHED', data))).not.toHaveProperty('reference');
  });

  it('leaves out what the event does not say', () => {
    const data = { ...account, errorCode: null, providers: [] };

    const fact = factOf(eventOf('ACCOUNT_FAILED', data));

    expect(fact.value).toStrictEqual({ value: 'FAILED', providers: [] });
  });

  it('takes a completed record without a status for no success', () => {
    const fact = factOf(eventOf('RECORD_COMPLETED', { recordId: 'r1', status: null }));

    expect(fact.value).toMatchObject({ value: 'UNKNOWN' });
  });

  it.each([
    [`A${'B'.repeat(63)}`, `A${'B'.repeat(63)}`],
    [`A${'B'.repeat(64)}`, 'UNKNOWN'],
    ['link.account-2:b', 'link.account-2:b'],
    ['constructor', 'UNKNOWN'],
    ['__proto__', 'UNKNOWN'],
    ['of LINK_ACCOUNT', 'UNKNOWN'],
    ['LINK_ACCOUNT of somebody', 'UNKNOWN'],
    [null, 'UNKNOWN'],
  ])('a task of type %j goes under %s', (taskType, name) => {
    const data = { ...source, sourceType: 'ACCOUNT', taskType };

    expect(factOf(eventOf('TASK_STARTED', data))).toMatchObject({ name });
  });

  it.each([
    [Number.MAX_SAFE_INTEGER, { value: 'ADDED', count: Number.MAX_SAFE_INTEGER }],
    [-Number.MAX_SAFE_INTEGER, { value: 'ADDED', count: -Number.MAX_SAFE_INTEGER }],
    [2 ** 53, { value: 'ADDED' }],
    [-(2 ** 53), { value: 'ADDED' }],
    [1e-131, { value: 'ADDED' }],
    [1.5, { value: 'ADDED' }],
    [null, { value: 'ADDED' }],
  ])('of a count of %j only a whole number that is exact is kept', (count, value) => {
    const fact = factOf(eventOf('INCOMES_ADDED', { ...account, count }));

    expect(fact.value).toStrictEqual(value);
  });

  it.each<[EventType, object, string]>([
    ['ACCOUNT_FAILED', { errorCode: 'Your password is wrong.' }, 'errorCode'],
    ['ACCOUNT_FAILED', { errorCode: 'X'.repeat(450_000) }, 'errorCode'],
    ['ARCHIVE_FAILED', { errorCode: 'X'.repeat(65) }, 'errorCode'],
    ['TASK_FINISHED', { errorCode: 'the user gave up' }, 'errorCode'],
    ['ACCOUNT_SYNC_TASK_FINISHED', { monitorStatus: 'Call them.' }, 'monitorStatus'],
    ['VERIFICATION_COMPLETED', { resultCode: 'a name' }, 'resultCode'],
    ['RECORD_COMPLETED', { resultCode: 'ñ' }, 'resultCode'],
    ['RECORD_CREATED', { recordType: 'one of two' }, 'recordType'],
    ['USER_SESSION_RESET', { session: { userId: 'u1', channel: 'a shop' } }, 'channel'],
  ])('%s keeps no text in a code’s place: %j', (type, data, field) => {
    const { value } = factOf(eventOf(type, data));

    expect(value).not.toHaveProperty(field);
    expect(JSON.stringify(value).length).toBeLessThan(200);
  });

  it('a completed record whose status is not a code is no success', () => {
    const fact = factOf(eventOf('RECORD_COMPLETED', { recordId: 'r1', status: 'All is well' }));

    expect(fact.value).toMatchObject({ value: 'UNKNOWN' });
  });

  it('keeps of a long list its first 32 codes, whatever an item could hold', () => {
    const many = Array.from({ length: 40_000 }, (_, n) => (n % 2 ? `p-${n}` : `sentence ${n}`));

    const connected = factOf(eventOf('ACCOUNT_CONNECTED', { ...account, providers: many }));
    const task = factOf(eventOf('TASK_FINISHED', { ...source, datapoints: many }));

    const kept = Array.from({ length: 32 }, (_, n) => `p-${2 * n + 1}`);
    expect(connected.value).toMatchObject({ providers: kept });
    expect(task.value).toMatchObject({ dataPoints: kept });
  });

  it('keeps no date that is not one', () => {
    const wrong = { updatedAt: 'yesterday', updatedFrom: 'X'.repeat(2000), updatedTo: 7 };

    const { value } = factOf(eventOf('INCOMES_UPDATED', { ...account, ...wrong }));

    expect(Object.keys(value)).not.toContain('updatedAt');
    expect(Object.keys(value)).not.toContain('updatedFrom');
    expect(Object.keys(value)).not.toContain('updatedTo');
  });

  it.each([
    ['IDENTITY_ADDED', 'identityId'],
    ['RATING_ADDED', 'ratingId'],
    ['INSIGHT_ADDED', 'id'],
    ['LINK_ADDED', 'id'],
  ] as const)('%s without its %s says that there is data, and not which', (type, id) => {
    const { section, value } = factOf(eventOf(type, { ...account, [id]: undefined }));

    expect(section).toBe('dataPoints');
    expect(value).toStrictEqual({ value: 'ADDED' });
  });

  it('keeps logins, names and messages out of every item', () => {
    for (const type of EVENT_TYPES) {
      const event = buildEvent(type);
      const personal = JSON.stringify({ ...event, receivedAt: '2026-11-23T09:00:00.000Z' });
      const marked = JSON.parse(personal, (key, value) =>
        typeof value === 'string' && PERSONAL.has(key) ? `canary-${key}` : value,
      ) as Received;
      const data = { loginName: 'canary-login', errorMessage: 'canary-message' };

      const item = applyAll([{ ...marked, data: { ...marked.data, ...data } }]);

      expect(JSON.stringify(item)).not.toContain('canary');
    }
  });
});

const PERSONAL = new Set([
  'loginName',
  'errorMessage',
  'resultMessage',
  'fullName',
  'firstName',
  'lastName',
  'middleName',
  'name',
  'address',
  'number',
  'emailAddress',
  'mobileNumber',
  'curp',
  'nss',
  'employer',
  'description',
]);
