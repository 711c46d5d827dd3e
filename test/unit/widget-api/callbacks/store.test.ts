import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsFault } from '../../../../lambdas/aws/aws-fault.ts';
import { EntryNotSent } from '../../../../lambdas/aws/sqs.ts';
import { forge, NOW, SECRET } from '../session/forge.ts';
import { bench, callback, sessionOf } from './bench.ts';

const CANARY = 'Canary-of-Names-09171234567';

/** Callbacks that hold what nobody may read in a log: it is in an upload, and in place of ids. */
const PERSONAL = [
  callback({ name: 'onUploadsCreated', data: { uploads: [{ name: CANARY }], x: CANARY } }),
  callback({ id: 'c-2', name: 'onUIEvent', data: { eventName: 'LoginPageOpened', mode: CANARY } }),
  callback({ id: 'c-3', data: { accountId: CANARY } }),
];

const talkative = () => Object.assign(new Error(`${CANARY} ${SECRET}`), { name: 'TimeoutError' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('callbacks that are stored', () => {
  it('are counted one by one, and told with their user', async () => {
    const { post, records } = bench();

    await post([callback(), callback({ id: 'c-2' })]);

    expect(records.measured).toEqual([{ values: { CallbacksStored: 2 }, dimensions: {} }]);
    expect(records.lines).toEqual([
      {
        level: 'info',
        message: 'callbacks stored',
        fields: { requestId: 'request-1', subject: 'tenant-1', callbacks: 2 },
      },
    ]);
  });
});

describe('callbacks that the queue does not take', () => {
  it.each<[string, unknown, object]>([
    ['one of them', new EntryNotSent('InternalError'), { code: 'InternalError' }],
    ['any of them', talkative(), { errorClass: 'TimeoutError' }],
    ['and nobody knows why', 'canary', { errorClass: 'NotAnError' }],
    ['without a reason', undefined, {}],
  ])('are to be sent again, all of them: %s', async (_, thrown, fields) => {
    const { post, faults, records } = bench();
    faults.send = thrown;

    const answer = await post([callback(), callback({ id: 'c-2' })]);

    expect(answer).toEqual({
      statusCode: 503,
      headers: {
        'cache-control': 'no-store',
        'content-type': 'application/json',
        'retry-after': '5',
      },
      body: {
        code: 'not-stored',
        message: 'The callbacks could not be stored. Send them again, with the same ids.',
      },
    });
    expect(records.measured).toEqual([{ values: { CallbacksNotStored: 1 }, dimensions: {} }]);
    expect(records.lines).toMatchObject([
      { level: 'error', fields: { status: 503, refusal: 'not-stored', ...fields } },
    ]);
  });
});

describe('callbacks that are refused', () => {
  it.each<[string, unknown, unknown]>([
    ['session-invalid', 'x', [callback()]],
    ['body-malformed', sessionOf(), []],
    ['too-many-callbacks', sessionOf(), Array(51).fill(callback())],
    ['callback-invalid', sessionOf(), [callback({ id: '' })]],
    ['other-user', sessionOf('tenant-2'), [callback()]],
  ])('are counted by the reason, once for each request: %s', async (reason, session, callbacks) => {
    const { post, records } = bench();

    await post(callbacks, session);

    expect(records.measured).toEqual([{ values: { CallbacksRefused: 1 }, dimensions: { reason } }]);
    expect(records.lines).toMatchObject([{ level: 'info', message: 'request refused' }]);
  });

  it('can be found: the log names the user, and what the page was told', async () => {
    const { post, records } = bench();

    const answer = await post([callback(), callback({ id: CANARY, name: CANARY })]);

    expect(records.lines).toEqual([
      {
        level: 'info',
        message: 'request refused',
        fields: {
          requestId: 'request-1',
          subject: 'tenant-1',
          status: 400,
          code: 'callback-invalid',
          why: answer.body.message,
        },
      },
    ]);
    expect(answer.body.message).toMatch(/^Callback 1 needs a "name"/);
  });
});

describe('a user who sends too many batches', () => {
  it('is told to wait, and nothing of the batch is sent', async () => {
    const { post, sent, limit, records } = bench();
    limit.answer = { allowed: false, retryAfterSeconds: 42 };

    const answer = await post([callback()]);

    expect(answer).toEqual({
      statusCode: 429,
      headers: {
        'cache-control': 'no-store',
        'content-type': 'application/json',
        'retry-after': '42',
      },
      body: { code: 'too-many-batches', message: expect.stringContaining('Retry-After') },
    });
    expect(sent).toEqual([]);
    expect(records.measured).toEqual([
      { values: { CallbacksRefused: 1 }, dimensions: { reason: 'too-many-batches' } },
    ]);
    expect(records.lines).toMatchObject([
      { fields: { subject: 'tenant-1', code: 'too-many-batches' } },
    ]);
  });

  it('is counted by the session, before a callback is looked at', async () => {
    const { post, limit } = bench();

    await post([callback({ data: {} })], sessionOf('tenant-2'));
    await post([{}]);
    await post([callback()], 'x');
    await post([]);

    expect(limit.counted).toEqual(['tenant-2', 'tenant-1']);
  });

  it('is nobody whom the table cannot count: the page sends again', async () => {
    const { post, sent, faults, records } = bench();
    faults.limit = new AwsFault(talkative());

    const answer = await post([callback()]);

    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'unavailable' },
    });
    expect(sent).toEqual([]);
    expect(records.measured).toEqual([{ values: { CallbacksNotStored: 1 }, dimensions: {} }]);
    expect(records.lines).toMatchObject([
      { level: 'error', fields: { subject: 'tenant-1', refusal: 'unavailable' } },
    ]);
  });
});

describe('what is said about callbacks', () => {
  it.each<[string, number, unknown, unknown, unknown?]>([
    ['stored', 200, PERSONAL, sessionOf()],
    ['refused', 400, [...PERSONAL, { [CANARY]: CANARY }], sessionOf()],
    ['refused as another’s', 403, [callback({ data: { userId: CANARY } })], sessionOf()],
    ['without a session', 401, PERSONAL, CANARY],
    ['forged', 401, PERSONAL, forge({ secret: CANARY })],
    ['not stored', 503, PERSONAL, sessionOf(), talkative()],
  ])('holds nothing personal and no session: %s', async (_, status, callbacks, session, fault) => {
    const { post, faults, records } = bench();
    if (fault) faults.send = fault;

    const answer = await post(callbacks, session);

    const said = records.said() + JSON.stringify(answer);
    expect(answer.statusCode).toBe(status);
    expect(records.lines).toHaveLength(1);
    for (const canary of [CANARY, SECRET, String(session)]) expect(said).not.toContain(canary);
  });
});
