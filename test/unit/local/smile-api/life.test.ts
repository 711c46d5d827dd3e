import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVENT_TYPES, parseEvent } from '../../../../lambdas/smile/events.ts';
import { DATA_POINTS } from '../../../../lambdas/smile/constants.ts';
import type { Envelope } from '../../../../lambdas/smile/envelope.ts';
import { overlay } from '../../../../testing/builders/overlay.ts';
import {
  type SmileApiOptions,
  startSmileApi,
} from '../../../../local/services/smile-api/start-smile-api.ts';

const START = Date.parse('2026-03-01T10:00:00Z');
const CREDENTIALS = { apiKey: 'key', apiSecret: 'secret' };

/** A clock that each wait moves, and ids in the order of their making. */
function held(): Required<Pick<SmileApiOptions, 'now' | 'newId' | 'wait'>> {
  let [now, made] = [START, 0];
  return {
    now: () => now,
    newId(prefix) {
      made += 1;
      return `${prefix}-${made}`;
    },
    async wait(milliseconds) {
      now += milliseconds;
    },
  };
}

let smile: Awaited<ReturnType<typeof startSmileApi>>;
beforeEach(async () => {
  smile = await startSmileApi(CREDENTIALS, { ...held(), stepMs: 1000 });
});
afterEach(() => smile.close());

/** What has happened: the seconds since the start, and the type. */
const happened = () =>
  smile.world.events.map(
    ({ type, createdAt }) => `${(Date.parse(createdAt) - START) / 1000} ${type}`,
  );

describe('an account that is connected', () => {
  it('goes through the events that Smile documents, step by step', async () => {
    const account = await smile.life.connectAccount({ datapoints: ['IDENTITIES', 'LINK'] });

    expect(happened()).toEqual([
      '0 USER_CREATED',
      '0 ACCOUNT_CREATED',
      '1 ACCOUNT_CONNECTED',
      '2 TASK_STARTED',
      '3 IDENTITY_ADDED',
      '4 LINK_ADDED',
      '5 TASK_FINISHED',
    ]);
    expect(account).toMatchObject({ connectionStatus: 'CONNECTED' });
    expect(smile.world.tasks.all()).toMatchObject([
      {
        type: 'LINK_ACCOUNT',
        status: 'Finished',
        startedAt: '2026-03-01T10:00:02Z',
        finishedAt: '2026-03-01T10:00:05Z',
        datapoints: ['IDENTITIES', 'LINK'],
        metadata: { sourceId: account.id, sourceType: 'ACCOUNT', userId: account.userId },
      },
    ]);
  });

  it('has no ACCOUNT_CONNECTED if its provider has no login', async () => {
    const account = await smile.life.connectAccount({ hasLogin: false, datapoints: [] });

    expect(smile.world.events.map(({ type }) => type)).not.toContain('ACCOUNT_CONNECTED');
    expect(account.connectionStatus).toBe('CONNECTED');
  });

  it('is pending while it is on its way, and ends there if it is revoked', async () => {
    const connecting = smile.life.connectAccount();
    const [pending] = smile.world.accounts.all();
    smile.life.disconnectAccount(pending?.id ?? '');

    const account = await connecting;

    expect(pending?.connectionStatus).toBe('PENDING');
    expect(account.connectionStatus).toBe('DISCONNECTED');
    expect(happened()).toEqual(['0 USER_CREATED', '0 ACCOUNT_CREATED', '1 ACCOUNT_DISCONNECTED']);
  });

  it('is told to be disconnected once, and stays as such', async () => {
    const { id } = await smile.life.connectAccount({ datapoints: [] });

    smile.life.disconnectAccount(id);
    smile.life.disconnectAccount(id);

    const ends = smile.world.events.filter(({ type }) => type === 'ACCOUNT_DISCONNECTED');
    expect(ends).toHaveLength(1);
    expect(smile.world.accounts.get(id).connection.status).toBe('DISCONNECTED');
  });

  it('is refreshed by a task of its own', async () => {
    const { id } = await smile.life.connectAccount({ datapoints: [] });

    await smile.life.syncAccount(id, ['INCOMES']);

    expect(happened().at(-1)).toMatch(/ACCOUNT_SYNC_TASK_FINISHED$/);
    expect(smile.world.accounts.get(id).monitorStatus).toBe('ACTIVE');
    expect(smile.world.tasks.all().at(-1)).toMatchObject({ type: 'UPDATE_ACCOUNT' });
  });
});

describe('the other lives', () => {
  it('are those of failed accounts, archives and invites', async () => {
    await smile.life.failAccount({ userId: 'u-1', errorCode: 'MFA_TIMEOUT' });
    const { id: archiveId } = await smile.life.uploadArchive({ userId: 'u-1' });
    smile.life.revokeArchive(archiveId);
    await smile.life.uploadArchive({ userId: 'u-1', errorCode: 'INVALID_FIELD_FORMAT' });
    const { id: inviteId } = smile.life.invite();
    smile.life.linkInvite(inviteId);

    expect(happened()).toEqual([
      '0 ACCOUNT_CREATED',
      '1 ACCOUNT_FAILED',
      '1 ARCHIVE_STARTED',
      '1 TASK_STARTED',
      '2 TASK_FINISHED',
      '2 ARCHIVE_ANALYZED',
      '2 ARCHIVE_REVOKED',
      '2 ARCHIVE_STARTED',
      '2 TASK_STARTED',
      '3 TASK_FINISHED',
      '3 ARCHIVE_FAILED',
      '3 USER_CREATED',
      '3 INVITE_INVITED',
      '3 INVITE_LINKED',
    ]);
    expect(smile.world.archives.all().map(({ state }) => state.status)).toEqual([
      'REVOKED',
      'ERROR',
    ]);
    expect(smile.world.invites.get(inviteId).status).toBe('LINKED');
  });

  it('tell events of known types with the ids of what they are about', async () => {
    const { id, userId } = await smile.life.connectAccount({ datapoints: DATA_POINTS });
    await smile.life.syncAccount(id);
    smile.life.disconnectAccount(id);

    const events = smile.world.events.map((event) => parseEvent(event as unknown as Envelope));

    expect(events.every(({ type }) => EVENT_TYPES.includes(type))).toBe(true);
    expect(new Set(events.map(({ data }) => (data as { userId: string }).userId))).toEqual(
      new Set([userId]),
    );
  });

  it('are the same whenever clock and ids are', async () => {
    const other = await startSmileApi(CREDENTIALS, { ...held(), stepMs: 1000 });
    const run = async ({ life, world, webhooks }: typeof smile) => {
      await life.connectAccount({ datapoints: DATA_POINTS });
      await life.uploadArchive();
      webhooks.create({ ...WEBHOOK });
      // What a payload holds is made up anew each time.
      const events = world.events.map((event) => overlay(event, { data: { payload: undefined } }));
      return { events, accounts: world.accounts.all(), webhooks: webhooks.all() };
    };

    expect(await run(other)).toEqual(await run(smile));
    await other.close();
  });
});

const WEBHOOK = {
  name: 'receiver',
  url: 'https://receiver.example.com/',
  eventTypes: ['ALL_EVENTS'],
  active: true,
  secret: 'secret',
};

describe('a registration', () => {
  it('takes what Smile takes, and this machine without a certificate', () => {
    const urls = ['https://x.example', 'http://127.0.0.1:8787/webhooks', 'http://localhost/'];

    const created = urls.map((url) => smile.webhooks.create({ ...WEBHOOK, url }).url);

    expect(created).toEqual(urls);
    expect(smile.webhooks.all()[0]).toMatchObject({ id: '1', includePayload: false });
  });

  it.each([
    ['no object', 'text'],
    ['no name', { ...WEBHOOK, name: undefined }],
    ['a long name', { ...WEBHOOK, name: 'n'.repeat(201) }],
    ['no encryption', { ...WEBHOOK, url: 'http://receiver.example.com/' }],
    ['a name that looks like this machine', { ...WEBHOOK, url: 'http://127.0.0.1.example.com/' }],
    ['a long address', { ...WEBHOOK, url: `https://x.example/${'p'.repeat(500)}` }],
    ['no event types', { ...WEBHOOK, eventTypes: [] }],
    ['an unknown event type', { ...WEBHOOK, eventTypes: ['USER_FORGOTTEN'] }],
    ['events in the place of event types', { ...WEBHOOK, eventTypes: undefined, events: ['*'] }],
    ['no switch', { ...WEBHOOK, active: undefined }],
    ['an empty secret', { ...WEBHOOK, secret: '' }],
    ['a long secret', { ...WEBHOOK, secret: 's'.repeat(65) }],
    ['a payload switch that is no switch', { ...WEBHOOK, includePayload: 'yes' }],
  ])('refuses %s', (_, body) => {
    expect(() => smile.webhooks.create(body)).toThrow(
      expect.objectContaining({ name: 'Refused', status: 400 }),
    );
    expect(smile.webhooks.all()).toEqual([]);
  });
});
