import { describe, expect, it } from 'vitest';
import type { HandlerContext } from '../../../lambdas/dispatch/handler.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { detailOf } from '../../../lambdas/worker/announce.ts';
import { CANARY, personalEvent } from './canaries.ts';
import { connected, createRig, withHandler } from './rig.ts';

const TOLD = new Set([
  'eventId',
  'userId',
  'accountId',
  'archiveId',
  'inviteId',
  'recordId',
  'verificationId',
  'taskType',
  'status',
  'createdAt',
  'outcome',
]);

const handle = async (_event: unknown, { announce }: HandlerContext) => await announce();

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
    expect(Object.values(detail ?? {}).every((value) => typeof value === 'string')).toBe(true);
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

    await rig.deliverTo(withHandler(rig, { handle, whenStale: 'run' }), rig.message(connected()));

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

  it.each(['Canary of Names', 'connected', '', 'X'.repeat(65), 7, null, { a: 1 }])(
    'takes for a status only what looks like a code, not %j',
    (status) => {
      const event = { ...connected(), data: { userId: 'u-1', status } };

      expect(detailOf(event, undefined, 'APPLIED')).not.toHaveProperty('status');
    },
  );

  it.each([7, null, ['u'], { id: 'u' }, 'u'.repeat(257)])('takes %j for no id', (userId) => {
    const event = { ...connected(), data: { userId } };

    expect(detailOf(event, undefined, 'APPLIED')).not.toHaveProperty('userId');
  });

  it('of an event without data tells the event', () => {
    const { data: _, ...event } = connected();

    expect(detailOf(event, undefined, 'UNKNOWN_TYPE')).toEqual({
      eventId: 'et-1',
      createdAt: '2026-01-02T03:04:05Z',
      outcome: 'UNKNOWN_TYPE',
    });
  });
});
