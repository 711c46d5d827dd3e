import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { detailOf } from '../../../lambdas/worker/announce.ts';
import { CANARY, personalEvent } from './canaries.ts';
import { connected, createRig, withHandler } from './rig.ts';

const TOLD = new Set(
  [
    'eventId createdAt outcome status count datapoints updatedIds',
    'userId accountId archiveId inviteId recordId verificationId',
    'identityId ratingId insightId linkId sourceId',
    'sourceType taskType errorCode resultCode monitorStatus channel',
  ].flatMap((names) => names.split(' ')),
);

const handle = async () => {};

/** What is announced of an event after the worker handled it. */
async function announced(event: object) {
  const rig = createRig();
  await rig.deliver(rig.message(event));
  return rig.announced[0];
}

describe('an announcement', () => {
  it('tells ids, status, time and outcome', async () => {
    expect(await announced(connected())).toEqual({
      eventId: 'et-1',
      userId: 'u-1',
      accountId: 'a-1',
      status: 'CONNECTED',
      createdAt: '2026-01-02T03:04:05Z',
      outcome: 'APPLIED',
    });
  });

  it.each(EVENT_TYPES)('tells nothing else of %s, whatever it holds', async (type) => {
    const event = personalEvent(type);

    const detail = await announced(event);

    expect(detail).toMatchObject({ eventId: event.id, outcome: 'APPLIED' });
    expect(Object.keys(detail ?? {}).filter((name) => !TOLD.has(name))).toEqual([]);
    expect(JSON.stringify(detail)).not.toContain(CANARY);
  });

  it('finds the user of a session inside the session', async () => {
    const session = { userId: 'u-7', status: 'COMPLETED', channel: 'Default' };

    const detail = await announced({
      ...connected(),
      type: 'USER_SESSION_COMPLETED',
      data: { session },
    });

    expect(detail).toMatchObject({ userId: 'u-7', status: 'COMPLETED' });
  });

  it.each([
    ['ACCOUNT', { accountId: 's-1' }],
    ['ARCHIVE', { archiveId: 's-1' }],
  ])('names the source of a task as what it is: %s', async (sourceType, ids) => {
    const data = { userId: 'u-1', sourceId: 's-1', sourceType, taskType: 'LINK_ACCOUNT' };

    const detail = await announced({ ...connected(), type: 'TASK_STARTED', data });

    expect(detail).toMatchObject({ userId: 'u-1', taskType: 'LINK_ACCOUNT', ...ids });
  });

  it('tells what the event says, also when something newer is known', async () => {
    const rig = createRig();
    const { data } = connected();
    const end = { ...connected({ id: 'et-2', createdAt: '2026-01-02T03:05:00Z' }), data };
    await rig.deliver(rig.message({ ...end, type: 'ACCOUNT_DISCONNECTED' }));

    await rig.deliverTo(withHandler(rig, handle, { whenStale: 'run' }), rig.message(connected()));

    expect(rig.announced[1]).toMatchObject({ status: 'CONNECTED', outcome: 'STALE' });
  });

  it.each([
    ['TASK_FINISHED', 'UNKNOWN'],
    ['ACCOUNT_SYNC_TASK_FINISHED', 'UNKNOWN'],
    ['TASK_STARTED', 'FAILED'],
    ['INCOMES_ADDED', 'FAILED'],
  ])('of a failed account: %s without a status has the status %s', async (type, status) => {
    const rig = createRig();
    await rig.deliver(rig.message({ ...connected(), type: 'ACCOUNT_FAILED' }));
    const data = { userId: 'u-1', accountId: 'a-1', sourceId: 'a-1', sourceType: 'ACCOUNT' };

    await rig.deliver(rig.message({ ...connected({ id: 'et-2' }), type, data }));

    expect(rig.announced[1]).toMatchObject({ accountId: 'a-1', status });
  });

  it('keeps an id whole that holds the sign between kind and id', async () => {
    const data = { userId: 'u-1', sourceId: 'a#b#c', sourceType: 'ACCOUNT' };

    const detail = await announced({ ...connected(), type: 'TASK_STARTED', data });

    expect(detail).toMatchObject({ accountId: 'a#b#c' });
  });

  it.each<[string, object, object]>([
    ['VERIFICATION_COMPLETED', { verificationId: 'v-1', resultCode: 'NO_DATA' }, {}],
    ['RECORD_COMPLETED', { recordId: 'r-1', status: 'ERROR', resultCode: 'NO_DATA' }, {}],
    ['ACCOUNT_FAILED', { errorCode: 'INVALID_MFA' }, {}],
    ['ACCOUNT_FAILED', { errorCode: 500 }, { errorCode: '500' }],
    [
      'ACCOUNT_SYNC_TASK_FINISHED',
      { sourceId: 'a-1', sourceType: 'ACCOUNT', monitorStatus: 'USER_ACTION_REQUIRED' },
      {},
    ],
    ['TASK_FINISHED', { sourceId: 'a-1', taskType: 'LINK_ACCOUNT', datapoints: ['INCOMES'] }, {}],
    ['INCOMES_ADDED', { count: 3 }, {}],
    ['DOCUMENTS_UPDATED', { updatedIds: ['d-1', 'd-2'], count: 2 }, {}],
    ['INSIGHT_ADDED', { id: 'insight-1' }, { insightId: 'insight-1' }],
    ['LINK_ADDED', { id: 'link-1' }, { linkId: 'link-1' }],
    ['IDENTITY_ADDED', { identityId: 'i-1' }, {}],
  ])('carries what decides an action: %s %j', async (type, data, told) => {
    const detail = await announced({ ...connected({ data }), type });

    const { id: _id, ...carried } = { id: undefined, ...data };
    expect(detail).toMatchObject({ ...carried, ...told });
  });

  it.each<[string, object]>([
    ['a sentence in place of a code', { errorCode: 'Juan has no payslip' }],
    ['a code of 450,000 characters', { errorCode: 'X'.repeat(450_000) }],
  ])('leaves out %s, and so does state', async (_, data) => {
    const rig = createRig();

    await rig.deliver(rig.message({ ...connected({ data }), type: 'ACCOUNT_FAILED' }));

    expect(rig.announced[0]).not.toHaveProperty('errorCode');
    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.status).not.toHaveProperty('errorCode');
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE' });
  });

  it('leaves out a list of ids that is too long to be whole', async () => {
    const updatedIds = Array.from({ length: 101 }, (_, n) => `d-${n}`);

    const detail = await announced({
      ...connected({ data: { updatedIds } }),
      type: 'DOCUMENTS_UPDATED',
    });

    expect(detail).not.toHaveProperty('updatedIds');
  });

  it.each(['Canary of Names', '', 'X'.repeat(65), 7, null, { a: 1 }])(
    'takes for a status only what looks like a code, not %j',
    (status) => {
      const event = { ...connected(), data: { userId: 'u-1', status } };

      expect(detailOf(event, undefined, 'APPLIED')).not.toHaveProperty('status');
    },
  );

  it.each([7.5, null, ['u'], { id: 'u' }, '', 'u'.repeat(257), 'u\ud800'])(
    'takes %j for no id',
    (userId) => {
      const event = { ...connected(), data: { userId } };

      expect(detailOf(event, undefined, 'APPLIED')).not.toHaveProperty('userId');
    },
  );

  it('of an event without data tells the event', () => {
    const { data: _, ...event } = connected();

    expect(detailOf(event, undefined, 'UNKNOWN_TYPE')).toEqual({
      eventId: 'et-1',
      createdAt: '2026-01-02T03:04:05Z',
      outcome: 'UNKNOWN_TYPE',
    });
  });
});
