import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../../testing/builders/build-event.ts';
import { EVENT_TYPES } from '../../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../../lambdas/smile/widget.ts';
import { UNDATED } from '../../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../../lambdas/state/state-item.ts';
import { userStatus } from '../../../../lambdas/widget-api/status/user-status.ts';
import { CANARY, CANARY_AMOUNT, personalEvent } from '../../worker/canaries.ts';
import { createRig } from '../../worker/rig.ts';

const at = (second: number) => `2026-11-25T01:00:0${second}.000Z`;
const stamp = (second: number) => ({
  asOf: at(second),
  rank: 0,
  eventId: `et-${second}`,
  type: 'A_TYPE',
});

const ACCOUNT: StateItem = {
  pk: 'USER#tenant-1',
  sk: 'ACCOUNT#a-1',
  version: 7,
  status: { value: 'CONNECTED', providers: ['p'], ...stamp(2) },
  tasks: {
    UPDATE_ACCOUNT: { value: 'STARTED', ...stamp(6) },
    LINK_ACCOUNT: { value: 'SUCCEEDED', errorCode: 'X', dataPoints: ['INCOMES'], ...stamp(3) },
  },
  dataPoints: {
    INCOMES: { value: 'ADDED', count: 12, ...stamp(4) },
    IDENTITIES: { value: 'ADDED', objectId: 'i-1', ...stamp(5) },
  },
  widget: { onAccountConnected: { providerId: 'p', ...stamp(1) } },
};
const ARCHIVE: StateItem = {
  pk: 'USER#tenant-1',
  sk: 'ARCHIVE#archive-1',
  version: 1,
  status: { value: 'FAILED', errorCode: 'INVALID_FIELD_FORMAT', ...stamp(2) },
};
/** Fields of callbacks in which a page can put a sentence. */
const WORDS = ['providerId', 'errorCode', 'reason', 'mode', 'eventTime', 'loginName'];

/** Members the other way round, at any depth: a table keeps no order of them. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([name, member]) => [name, turned(member)]));
}

describe('the status of a user', () => {
  it('tells of accounts and archives: codes, names and times', () => {
    expect(userStatus([ACCOUNT, ARCHIVE])).toEqual({
      accounts: [
        {
          accountId: 'a-1',
          status: 'CONNECTED',
          tasks: { LINK_ACCOUNT: 'SUCCEEDED', UPDATE_ACCOUNT: 'STARTED' },
          dataPoints: ['IDENTITIES', 'INCOMES'],
          widget: { onAccountConnected: at(1) },
          updatedAt: at(6),
        },
      ],
      archives: [
        {
          archiveId: 'archive-1',
          status: 'FAILED',
          errorCode: 'INVALID_FIELD_FORMAT',
          tasks: {},
          updatedAt: at(2),
        },
      ],
      updatedAt: at(6),
    });
  });

  it('is the same text whatever the order of members in the items', () => {
    const status = JSON.stringify(userStatus([ACCOUNT, ARCHIVE]));

    expect(JSON.stringify(userStatus(turned([ACCOUNT, ARCHIVE]) as StateItem[]))).toBe(status);
    expect(JSON.stringify(userStatus([ACCOUNT, ARCHIVE].map((i) => turned(i) as StateItem)))).toBe(
      status,
    );
  });

  it('has no status of an account that only the widget has spoken of', () => {
    const { status: _, tasks: __, dataPoints: ___, ...item } = ACCOUNT;

    expect(userStatus([item]).accounts).toEqual([
      {
        accountId: 'a-1',
        tasks: {},
        dataPoints: [],
        widget: { onAccountConnected: at(1) },
        updatedAt: at(1),
      },
    ]);
  });

  it('keeps an id whole that holds the sign between kind and id', () => {
    expect(userStatus([{ ...ACCOUNT, sk: 'ACCOUNT#a#ACCOUNT#b' }]).accounts[0]?.accountId).toBe(
      'a#ACCOUNT#b',
    );
  });

  it('does not show profile, session, invites and the widget, but their time', () => {
    const others = ['PROFILE', 'SESSION', 'INVITE#i-1', 'WIDGET'].map((sk, n) => ({
      pk: 'USER#tenant-1',
      sk,
      version: 1,
      status: { value: 'CREATED', channel: 'canary', ...stamp(n) },
    }));

    expect(userStatus(others)).toEqual({ accounts: [], archives: [], updatedAt: at(3) });
  });

  it('is as old as its latest fact, the end of an account included', () => {
    const ended = { ...ACCOUNT, endedBy: stamp(9) };

    expect(userStatus([ended, ARCHIVE])).toMatchObject({
      accounts: [{ updatedAt: at(9) }],
      updatedAt: at(9),
    });
  });

  it('has no time of an event without one', () => {
    const undated = { ...ARCHIVE, status: { value: 'ANALYZED', ...stamp(2), asOf: UNDATED } };

    expect(userStatus([undated])).toEqual({
      accounts: [],
      archives: [{ archiveId: 'archive-1', status: 'ANALYZED', tasks: {} }],
    });
  });

  it('shows nothing of a record that the user only refers to', () => {
    const reference = { pk: 'USER#tenant-1', sk: 'RECORD#ss-1', version: 1 };

    expect(userStatus([reference])).toEqual({ accounts: [], archives: [] });
  });
});

describe('a task that was started', () => {
  it('is told as ended when a newer finish without a type says so', () => {
    const tasks = {
      LINK_ACCOUNT: { value: 'STARTED', ...stamp(3) },
      UNKNOWN: { value: 'FAILED', ...stamp(4) },
    } as const;

    expect(userStatus([{ ...ACCOUNT, tasks }]).accounts[0]?.tasks).toEqual({
      LINK_ACCOUNT: 'FAILED',
      UNKNOWN: 'FAILED',
    });
  });
});

describe('what a page is told', () => {
  it.each(EVENT_TYPES)('holds nothing personal after %s', async (type) => {
    const rig = createRig();

    await rig.deliver(rig.message(personalEvent(type)));

    const told = JSON.stringify(userStatus([...rig.items.values()]));
    expect(rig.items.size).toBeGreaterThan(0);
    expect(told).not.toContain(CANARY);
    expect(told).not.toContain(String(CANARY_AMOUNT));
  });

  it.each(['ACCOUNT_FAILED', 'ARCHIVE_FAILED', 'TASK_FINISHED'] as const)(
    'holds no sentence that stands in the place of an error’s code in %s',
    async (type) => {
      const rig = createRig();
      const event = buildEvent(type, { data: { errorCode: `${CANARY} has locked it.` } });

      await rig.deliver(rig.message(event));

      expect(JSON.stringify([...rig.items.values(), rig.announced])).not.toContain(CANARY);
      expect(rig.announced).toHaveLength(1);
    },
  );

  it.each(CALLBACKS)('holds nothing personal after %s', async (type) => {
    const rig = createRig();
    const data = {
      userId: 'u-1',
      accountId: 'a-1',
      eventName: 'LoginPageOpened',
      ...Object.fromEntries(WORDS.map((field) => [field, CANARY])),
      account: { accountId: CANARY, providerId: CANARY },
      archive: { fileType: CANARY },
      uploads: [CANARY, { name: CANARY }],
      uploadCount: CANARY_AMOUNT,
    };
    const callback = { id: 'widget:u-1:c-1', type, createdAt: at(1), data };

    await rig.deliver(rig.message(callback, { origin: 'widget' }));

    const told = JSON.stringify(userStatus([...rig.items.values()]));
    expect(rig.rows.get('widget:u-1:c-1')).toMatchObject({ outcome: 'APPLIED' });
    expect(told).not.toContain('Canary');
    expect(JSON.stringify([...rig.items.values()])).not.toContain('Canary');
  });
});
