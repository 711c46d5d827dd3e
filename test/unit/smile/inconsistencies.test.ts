import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type EventType, isEventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { receive } from './wire.ts';

/** One place where Smile's own sources disagree, and what arrives all the same. */
interface Slip {
  readonly slip: string;
  readonly type: EventType;
  readonly envelope?: object;
  readonly data?: Record<string, unknown>;
  readonly arrives: object;
}

const HEX = '0123456789abcdef0123456789abcdef';

const SLIPS: readonly Slip[] = [
  {
    slip: 'datapoints is written dataPoints',
    type: 'ACCOUNT_SYNC_TASK_FINISHED',
    data: { datapoints: undefined, dataPoints: ['INCOMES'] },
    arrives: { data: { datapoints: ['INCOMES'] } },
  },
  {
    slip: 'the content of ARCHIVE_ANALYZED comes as ARCHIVE_STARTED',
    type: 'ARCHIVE_ANALYZED',
    envelope: { type: 'ARCHIVE_STARTED' },
    data: { userId: 'u-1', archiveId: 'archive-1' },
    arrives: { type: 'ARCHIVE_STARTED', data: { userId: 'u-1', archiveId: 'archive-1' } },
  },
  {
    slip: 'the content of VERIFICATION_COMPLETED comes as VERIFICATION_STARTED',
    type: 'VERIFICATION_COMPLETED',
    envelope: { type: 'VERIFICATION_STARTED' },
    data: { verificationId: 'ver-1' },
    arrives: { type: 'VERIFICATION_STARTED', data: { verificationId: 'ver-1' } },
  },
  {
    slip: 'the id of LINK_ADDED is called ratingId',
    type: 'LINK_ADDED',
    data: { id: undefined, ratingId: 'link-1' },
    arrives: { data: { id: 'link-1' } },
  },
  {
    slip: 'LINK_ADDED has both an id and a ratingId',
    type: 'LINK_ADDED',
    data: { id: 'link-1', ratingId: 'r-1' },
    arrives: { data: { id: 'link-1', ratingId: 'r-1' } },
  },
  ...['et-', '', 'einc-', 'lia-'].map((prefix) => ({
    slip: `the event id begins with "${prefix}"`,
    type: 'EINCOMES_ADDED' as const,
    envelope: { id: `${prefix}${HEX}` },
    arrives: { id: `${prefix}${HEX}` },
  })),
  ...['ACCOUNT', 'Account', 'ACCOUNTS'].map((sourceType) => ({
    slip: `sourceType is ${sourceType}`,
    type: 'TASK_FINISHED' as const,
    data: { sourceType },
    arrives: { data: { sourceType } },
  })),
  {
    slip: 'sourceType is null',
    type: 'TASK_STARTED',
    data: { sourceType: null },
    arrives: { data: { sourceType: undefined } },
  },
  {
    slip: 'the result of a verification comes with TASK_FINISHED',
    type: 'TASK_FINISHED',
    data: { result: { finalMatches: true } },
    arrives: { data: { result: { finalMatches: true } } },
  },
  {
    slip: 'ARCHIVE_ANALYZED carries a payload after all',
    type: 'ARCHIVE_ANALYZED',
    data: { payload: { signals: [1] } },
    arrives: { data: { payload: { signals: [1] } } },
  },
  {
    slip: 'the errorCode of ACCOUNT_FAILED is an HTTP status',
    type: 'ACCOUNT_FAILED',
    data: { errorCode: '500' },
    arrives: { data: { errorCode: '500' } },
  },
  {
    slip: 'providers is missing',
    type: 'ACCOUNT_CREATED',
    data: { providers: undefined },
    arrives: { data: { providers: [] } },
  },
  {
    slip: 'providers is null',
    type: 'INCOMES_ADDED',
    data: { providers: null },
    arrives: { data: { providers: [] } },
  },
  {
    slip: 'count is 0',
    type: 'LIABILITIES_ADDED',
    data: { count: 0 },
    arrives: { data: { count: 0 } },
  },
  {
    slip: 'count is no integer',
    type: 'INCOMES_UPDATED',
    data: { count: 2.5 },
    arrives: { data: { count: 2.5 } },
  },
  ...['iv-', 'inv-'].map((prefix) => ({
    slip: `the invite id begins with "${prefix}"`,
    type: 'INVITE_LINKED' as const,
    data: { inviteId: `${prefix}${HEX}` },
    arrives: { data: { inviteId: `${prefix}${HEX}` } },
  })),
];

describe('where Smile’s sources disagree', () => {
  it.each(SLIPS)('the event is understood when $slip', ({ type, envelope, data, arrives }) => {
    const wire = buildEvent(type, { ...envelope, data: { ...data } });

    const event = parseEvent(receive(wire));

    expect(event).toMatchObject(arrives);
  });

  it('userid is another field than userId, which only the widget’s callbacks write so', () => {
    const wire = buildEvent('ARCHIVE_STARTED', { data: { userId: undefined, userid: 'u-1' } });

    expect(() => parseEvent(receive(wire))).toThrow(/data\.userId/);
  });

  it('a type that one page leaves out is known, and a schema’s name is no type', () => {
    expect(isEventType('ACCOUNT_SYNC_TASK_FINISHED')).toBe(true);
    expect(isEventType('EINCOMES_ADDED')).toBe(true);
    expect(isEventType('EINCOME_ADDED')).toBe(false);
    expect(isEventType('ACCOUNT_SNYC_TASK_FINISHED')).toBe(false);
  });
});
