import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiRefusal } from '../../../lambdas/widget-api/api-refusal.ts';
import { forge, NOW, SECRET } from './session/forge.ts';
import { bench, ORIGIN, refusalIn, SESSION } from './bench.ts';

const UNAVAILABLE = {
  statusCode: 503,
  headers: {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'retry-after': '5',
  },
  body: '{"code":"unavailable","message":"The receiver cannot work at the moment. Try again."}',
};

/** What must never be said: it identifies the page or gives access. */
const CANARIES = [SECRET, forge(), 'canary'];

/** An error as a library throws it: with all that it had in hand in its text. */
const talkative = () => Object.assign(new TypeError(CANARIES.join(' ')), { code: 'E_CANARY' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a refusal', () => {
  it('of ours is answered with its status, code, message and headers', async () => {
    const { ask, world, refusals, records } = bench();
    const refusal = new ApiRefusal(429, 'too-many', 'Wait.', { headers: { 'retry-after': '42' } });
    world.faults.work = refusal;

    const answer = await ask(SESSION);

    expect(answer).toEqual({
      statusCode: 429,
      headers: { ...UNAVAILABLE.headers, 'retry-after': '42' },
      body: '{"code":"too-many","message":"Wait."}',
    });
    expect(refusals).toEqual([refusal]);
    expect(records.lines).toEqual([
      {
        level: 'info',
        message: 'request refused',
        fields: {
          requestId: 'request-1',
          subject: 'tenant-1',
          status: 429,
          code: 'too-many',
          why: 'Wait.',
        },
      },
    ]);
  });

  it('that has a cause is an error in the log, with the cause’s class and code', async () => {
    const { ask, world, records } = bench();
    world.faults.work = new ApiRefusal(502, 'not-done', 'Ask somebody.', { cause: talkative() });

    const answer = await ask(SESSION);

    expect(refusalIn(answer)).toEqual({
      statusCode: 502,
      code: 'not-done',
      message: 'Ask somebody.',
    });
    expect(records.lines).toEqual([
      {
        level: 'error',
        message: 'request failed',
        fields: {
          requestId: 'request-1',
          subject: 'tenant-1',
          status: 502,
          refusal: 'not-done',
          errorClass: 'TypeError',
          code: 'E_CANARY',
        },
      },
    ]);
  });
});

describe('the log of a refusal', () => {
  it('names no user before the session has been checked, and says why in any case', async () => {
    const { ask, records } = bench();

    const answer = await ask({ authorization: 'Bearer x' });

    expect(records.lines[0]?.fields).toEqual({
      requestId: 'request-1',
      status: 401,
      code: 'session-invalid',
      why: refusalIn(answer).message,
    });
  });
});

describe('a secret that cannot be read', () => {
  it.each<[string, string, object | string | undefined, unknown?]>([
    ['is missing', 'missing', undefined],
    ['is no JSON', 'malformed', SECRET],
    ['has another form', 'malformed', { secret: SECRET }],
    ['is out of reach', 'unavailable', undefined, talkative()],
  ])('is 503 and never 401 when it %s', async (_, code, secret, fault) => {
    const { ask, calls, world, records } = bench();
    world.secret = secret;
    if (fault) world.faults.secret = fault;

    const answers = [await ask(SESSION), await ask({ authorization: 'Bearer x' })];

    expect(answers).toEqual([UNAVAILABLE, UNAVAILABLE]);
    expect(calls).not.toContain('work');
    expect(records.lines[0]).toMatchObject({
      level: 'error',
      fields: { refusal: 'unavailable', errorClass: 'SecretUnreadable', code },
    });
  });

  it('is still 401 for a request that has no session: there is nothing to judge', async () => {
    const { ask, world } = bench();
    world.secret = undefined;

    expect(refusalIn(await ask({}))).toMatchObject({ statusCode: 401, code: 'session-missing' });
  });
});

describe('something unforeseen', () => {
  it.each<[string, unknown]>([
    ['a TypeError', talkative()],
    ['a text', 'canary'],
    ['nothing', undefined],
    ['a null', null],
    ['an error whose members throw', new Proxy(new Error('canary'), hostile())],
  ])('is 503 for the page to try again: %s', async (_, thrown) => {
    const { ask, askReading, world, refusals } = bench();
    world.faults = { work: thrown };
    const atWork = await ask(SESSION);
    world.faults = { read: thrown };
    const atReading = await askReading('');

    expect([atWork, atReading]).toEqual([UNAVAILABLE, UNAVAILABLE]);
    expect(refusals.map(({ code }) => code)).toEqual(['unavailable', 'unavailable']);
  });

  it('is 503 as well when the request is none of an HTTP API', async () => {
    const { ask } = bench();

    expect(await ask(undefined as unknown as Record<string, string>)).toEqual(UNAVAILABLE);
  });
});

function hostile(): ProxyHandler<Error> {
  return {
    get: (error, member) => {
      if (member === 'name' || member === 'code') throw new Error('canary');
      return Reflect.get(error, member) as unknown;
    },
  };
}

describe('what is said about a request', () => {
  it.each<[string, Record<string, string>, object, string?]>([
    ['done', { ...SESSION, origin: ORIGIN }, {}],
    ['of a foreign page', { ...SESSION, origin: 'https://canary.example.com' }, {}],
    ['without a session', { authorization: 'canary' }, {}],
    ['with a session of nobody', { authorization: 'Bearer canary' }, {}],
    ['with a session of a forger', { authorization: `Bearer ${forge({ secret: 'canary' })}` }, {}],
    ['with an ended session', { authorization: `Bearer ${forge({ claims: { exp: 1 } })}` }, {}],
    ['that fails', SESSION, { work: talkative() }],
    ['whose secret is out of reach', SESSION, { secret: talkative() }],
  ])('holds no token, secret, origin or body when it is one %s', async (_, headers, faults) => {
    const { ask, world, records } = bench();
    world.faults = faults;

    const answer = await ask({ ...headers, cookie: 'canary' }, { body: '{"canary":"canary"}' });

    const token = headers.authorization?.replace('Bearer ', '') ?? 'canary';
    const said = (records.said() + JSON.stringify(answer)).replaceAll('E_CANARY', '');
    expect([...CANARIES, token].filter((canary) => said.includes(canary))).toEqual([]);
  });
});

describe('the deadline of a request', () => {
  it('is one for all that it does, and is running', async () => {
    const { ask, signals } = bench();

    await ask(SESSION);

    expect(signals).toHaveLength(2);
    expect(new Set(signals).size).toBe(1);
    expect(signals[0]?.aborted).toBe(false);
  });
});
