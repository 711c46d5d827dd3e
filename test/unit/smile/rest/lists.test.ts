import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getAccount, listAccounts } from '../../../../lambdas/smile/rest/accounts.ts';
import { listArchives } from '../../../../lambdas/smile/rest/archives.ts';
import { listInvites } from '../../../../lambdas/smile/rest/invites.ts';
import { smileApiAt } from '../../../../lambdas/smile/rest/smile-api.ts';
import { listTasks } from '../../../../lambdas/smile/rest/tasks.ts';
import { getUser, listUsers } from '../../../../lambdas/smile/rest/users.ts';
import { listWebhooks } from '../../../../lambdas/smile/rest/webhooks.ts';
import { allOf, CREDENTIALS, type StandIn, startStandIn } from './stand-in.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const clock = { now: Date.parse('2026-03-01T23:59:59Z') };

let smile: StandIn;
beforeAll(async () => {
  smile = await startStandIn({ now: () => clock.now });
});
afterAll(() => smile.close());

describe('a list of several pages', () => {
  it('is read to its end, each item once, by pages of 150', async () => {
    const made = Array.from({ length: 310 }, () => smile.life.createUser().id);
    const before = smile.requests.length;

    const users = await allOf(listUsers(smile.connect()));

    expect(users.map(({ id }) => id)).toEqual(made.toReversed());
    expect(smile.requests.length - before).toBe(3);
  });

  it('is read no further than its reader wants', async () => {
    const before = smile.requests.length;
    const read: string[] = [];

    for await (const { id } of listUsers(smile.connect())) {
      read.push(id);
      if (read.length === 151) break;
    }

    expect(smile.requests.length - before).toBe(2);
  });

  it('keeps its filter on every page, and misses nothing while new things come', async () => {
    const [{ id: userId }, other] = [smile.life.createUser(), smile.life.createUser()];
    const linked = async (of: string) => (await smile.life.connectAccount({ userId: of })).id;
    const own: string[] = [];
    for (let count = 0; count < 151; count += 1) own.push(await linked(userId));
    await linked(other.id);

    const found: string[] = [];
    for await (const account of listAccounts(smile.connect(), { userId })) {
      if (found.length === 0) await linked(userId);
      found.push(account.id);
    }

    expect(found).toEqual(own.toReversed());
  });
});

describe('a list by days', () => {
  it('is of the days in UTC that were asked for, both ends included', async () => {
    const early = smile.life.createUser().id;
    clock.now += DAY_MS;
    const late = smile.life.createUser().id;
    const idsOf = async (days: { startDate?: Date; endDate?: Date }) => {
      const users = await allOf(listUsers(smile.connect(), days));
      return users.map(({ id }) => id);
    };

    const [firstDay, lastDay] = [new Date(clock.now - DAY_MS), new Date(clock.now)];
    const onLast = await idsOf({ startDate: lastDay });
    const onFirst = await idsOf({ startDate: firstDay, endDate: firstDay });

    expect(onLast).toEqual([late]);
    expect(onFirst).toContain(early);
    expect(onFirst).not.toContain(late);
  });
});

describe('what is read of a thing', () => {
  it('is what events are compared with, and no free text or personal data', async () => {
    const api = smile.connect();
    const failed = await smile.life.failAccount({ errorCode: 'MFA_TIMEOUT' });
    const user = smile.life.createUser({ email: 'canary@example.com' });
    const { id: archiveId } = await smile.life.uploadArchive({ errorCode: 'SYSTEM_ERROR' });
    const { id: inviteId } = smile.life.invite();
    smile.life.linkInvite(inviteId);

    const account = await getAccount(api, failed.id);
    const [archive] = await allOf(listArchives(api));
    const [task] = await allOf(listTasks(api, { sourceId: archiveId }));
    const [invite] = await allOf(listInvites(api));
    const seen = { account, archive, task, invite, user: await getUser(api, user.id) };

    expect(seen).toEqual({
      account: expect.objectContaining({
        id: failed.id,
        userId: failed.userId,
        connectionStatus: 'ERROR',
        connection: { errorCode: 'MFA_TIMEOUT', updatedAt: failed.connection.updatedAt },
      }),
      archive: expect.objectContaining({
        id: archiveId,
        state: { status: 'ERROR', errorCode: 'SYSTEM_ERROR', updatedAt: expect.any(String) },
      }),
      task: expect.objectContaining({
        type: 'ANALYZE_ARCHIVE',
        status: 'Finished',
        finishedAt: expect.any(String),
        metadata: expect.objectContaining({ sourceId: archiveId, sourceType: 'ARCHIVE' }),
      }),
      invite: expect.objectContaining({ id: inviteId, status: 'LINKED' }),
      user: { id: user.id, createdAt: user.createdAt, session: undefined },
    });
    expect(JSON.stringify(seen)).not.toMatch(/canary|Sample/);
  });
});

/** A list whose answers are given. */
function answering(...pages: object[]) {
  let asked = 0;
  const api = smileApiAt(smile.url, {
    async exchange() {
      const data = pages[Math.min(asked, pages.length - 1)];
      asked += 1;
      return { status: 200, retryAfter: undefined, body: JSON.stringify({ code: 'OK', data }) };
    },
  })(CREDENTIALS);
  return { api, asked: () => asked };
}

const WEBHOOK = { id: 'w-1', url: 'https://x', eventTypes: ['TOMORROW'], active: true, next: 1 };

describe('an answer that is not what Smile documents', () => {
  it.each([
    ['no items', { nextCursor: null }],
    ['a cursor of another kind', { items: [], nextCursor: 7 }],
    ['an item without id', { items: [{ ...WEBHOOK, id: undefined }] }],
    ['a switch that is no switch', { items: [{ ...WEBHOOK, active: 'true' }] }],
    ['no address', { items: [{ ...WEBHOOK, url: '' }] }],
    ['no event types', { items: [{ ...WEBHOOK, eventTypes: null }] }],
  ])('is refused as a whole when it has %s', async (_, page) => {
    const listed = allOf(listWebhooks(answering(page).api));

    await expect(listed).rejects.toMatchObject({ kind: 'unexpected', code: 'not-understood' });
  });

  it('may have new fields, new event types, and no cursor at all', async () => {
    const webhooks = await allOf(listWebhooks(answering({ items: [WEBHOOK], more: 1 }).api));

    expect(webhooks).toEqual([expect.objectContaining({ id: 'w-1', eventTypes: ['TOMORROW'] })]);
  });

  it('does not keep a reader for ever when its cursor leads back to itself', async () => {
    const { api, asked } = answering({ items: [WEBHOOK], nextCursor: 'again' });

    await expect(allOf(listWebhooks(api))).rejects.toMatchObject({ code: 'cursor-not-new' });

    expect(asked()).toBe(2);
  });

  it.each([
    ['2026-02-30T00:00:00Z', 'ERROR'],
    [null, 'ERROR'],
    ['2026-02-03T00:00:00Z', null],
    ['2026-02-03T00:00:00Z', 'Told by a person'],
  ])('is no account with time %s and status %s', async (createdAt, connectionStatus) => {
    const account = { id: 'a-1', userId: 'u-1', createdAt, connectionStatus };
    const listed = allOf(listAccounts(answering({ items: [account] }).api));

    await expect(listed).rejects.toMatchObject({ code: 'not-understood' });
  });
});
