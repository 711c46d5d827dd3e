import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW } from '../session/forge.ts';
import { bench, callback, envelopesIn, sessionOf } from './bench.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

const of = (userId: unknown) => callback({ id: 'c-2', data: { userId, accountId: 'a-2' } });

describe('the user of a callback', () => {
  it.each([[{ accountId: 'a-1' }], [{ userId: null, accountId: 'a-1' }]])(
    'is the session’s when the callback names none: %j',
    async (data) => {
      const { post, sent } = bench();

      const answer = await post([callback({ data })]);

      expect(answer.statusCode).toBe(200);
      expect(envelopesIn(sent)[0]?.data).toEqual({ userId: 'tenant-1', accountId: 'a-1' });
    },
  );

  it.each(['tenant-2', 'TENANT-1', ' tenant-1', '', 0, false, ['tenant-1'], { id: 'tenant-1' }])(
    'is not another one, or nothing of the batch is sent: %j',
    async (userId) => {
      const { post, sent } = bench();

      const answer = await post([callback(), of(userId), callback({ id: 'c-3' })]);

      expect(answer).toMatchObject({
        statusCode: 403,
        body: { code: 'other-user', message: expect.stringMatching(/^Callback 1 is of another/) },
      });
      expect(sent).toEqual([]);
    },
  );

  it('is nowhere else in what is sent: `session` and `userid` of the page are dropped', async () => {
    const { post, sent } = bench();
    const data = {
      accountId: 'a-1',
      userid: 'tenant-2',
      session: { userId: 'tenant-2' },
      recordId: 'tenant-2',
    };

    await post([callback({ data, userId: 'tenant-2' })]);

    expect(sent[0]?.text).not.toContain('tenant-2');
    expect(sent[0]?.groupId).toBe('tenant-1');
  });
});

describe('a session', () => {
  it('of a user whose id no person could print sends nothing', async () => {
    const { post, sent } = bench();

    const answer = await post([callback({ data: undefined })], sessionOf('u\u0007'));

    expect(answer).toMatchObject({
      statusCode: 400,
      body: { message: 'Callback 0 lacks data.userId, or has it in another form.' },
    });
    expect(sent).toEqual([]);
  });

  it.each([
    ['that has ended', { exp: 1 }, 'session-expired'],
    ['of another stage', { aud: 'production' }, 'session-invalid'],
  ])('%s sends nothing', async (_, claims, code) => {
    const { post, sent } = bench();

    const answer = await post([callback()], sessionOf('tenant-1', claims));

    expect(answer).toMatchObject({ statusCode: 401, body: { code } });
    expect(sent).toEqual([]);
  });
});
