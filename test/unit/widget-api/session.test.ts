import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forge, NOW, NOW_SECONDS, SECRET } from './session/forge.ts';
import { bench, refusalIn, SESSION } from './bench.ts';

const NEXT = 'the next secret, as long as a secret has to be';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const issuedIn = (seconds: number) =>
  bearer(forge({ claims: { iat: NOW_SECONDS + seconds, exp: NOW_SECONDS + 900 } }));
const byNext = bearer(forge({ secret: NEXT }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the session of a request', () => {
  it('says whose it is', async () => {
    const { ask } = bench();

    const answer = await ask(bearer(forge({ claims: { sub: 'tenant-2' } })));

    expect(answer).toMatchObject({ statusCode: 200, body: '{"userId":"tenant-2"}' });
  });

  it('in the body counts only where the function reads the body', async () => {
    const { ask, askReading } = bench();
    const body = JSON.stringify({ session: forge() });

    expect(refusalIn(await ask({}, { body })).code).toBe('session-missing');
    expect(await askReading(forge())).toMatchObject({ statusCode: 200 });
  });

  it.each([
    ['there is none', {}, 'session-missing'],
    ['it is empty', bearer(''), 'session-missing'],
    ['it is of another scheme', { authorization: 'Basic dXNlcjpwYXNz' }, 'session-missing'],
    ['it is garbage', bearer('x'), 'session-invalid'],
    ['it is unsigned', bearer(forge({ header: { alg: 'none' } })), 'session-invalid'],
    ['it is a forger’s', bearer(forge({ secret: NEXT })), 'session-invalid'],
    ['it is of another stage', bearer(forge({ claims: { aud: 'x' } })), 'session-invalid'],
    ['it has ended', bearer(forge({ claims: { exp: NOW_SECONDS - 60 } })), 'session-expired'],
    ['it is long', bearer(forge({ claims: { more: 'x'.repeat(4096) } })), 'session-invalid'],
  ])('is refused with 401 when %s, and nothing is done', async (_, headers, code) => {
    const { ask, calls } = bench();

    const answer = await ask(headers);

    expect(refusalIn(answer)).toMatchObject({ statusCode: 401, code });
    expect(answer.headers).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
    expect(calls).not.toContain('work');
  });

  it('that is too long costs no look at the secret', async () => {
    const { ask, calls } = bench();

    await ask(bearer('x'.repeat(4097)));

    expect(calls).toEqual([]);
  });

  it('is refused in the same words whatever is wrong, so that a forger learns nothing', async () => {
    const { ask } = bench();
    const wrong = ['x', forge({ secret: NEXT }), forge({ claims: { aud: 'x' } }), forge().slice(1)];

    const bodies = await Promise.all(wrong.map(async (token) => (await ask(bearer(token))).body));

    expect(new Set(bodies).size).toBe(1);
  });
});

describe('a session by a clock that is ahead', () => {
  it('is taken up to half a minute, and behind it the clock is named', async () => {
    const { ask } = bench();

    const answers = [await ask(issuedIn(30)), await ask(issuedIn(31))];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401]);
    expect(refusalIn(answers[1] ?? {})).toMatchObject({
      code: 'session-invalid',
      message: expect.stringContaining('the clock of your backend is ahead'),
    });
  });
});

describe('a session by a secret that is not known here', () => {
  it('is taken once the secret was read anew, 30 seconds after the last time', async () => {
    const { ask, world, clock } = bench();
    await ask(SESSION);
    world.secret = { current: NEXT, previous: SECRET };
    clock.now += 30_000;

    const answers = [await ask(byNext), await ask(SESSION)];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  });

  it('leads to one reading in 30 seconds, however many come', async () => {
    const { ask, calls, clock } = bench();
    await ask(SESSION);
    calls.length = 0;

    for (let second = 1; second <= 60; second += 1) {
      clock.now += 1000;
      await ask(byNext);
    }

    expect(calls).toEqual(['secret', 'secret']);
  });

  it('leads to none when it is no token at all, or of another algorithm', async () => {
    const { ask, calls, clock } = bench();
    await ask(SESSION);
    calls.length = 0;
    clock.now += 60_000;

    await ask(bearer('x'));
    await ask(bearer(forge({ header: { alg: 'none' } })));
    await ask(bearer(forge({ claims: { exp: NOW_SECONDS - 60 } })));

    expect(calls).toEqual([]);
  });

  it('is 503 and not 401 while the known one is stale: the secret may have been changed', async () => {
    const { ask, world, clock } = bench();
    await ask(SESSION);
    world.faults.secret = Object.assign(new Error('away'), { name: 'ThrottlingException' });
    clock.now += 5 * 60_000;

    const [known, unknown, ended] = [
      await ask(SESSION),
      await ask(byNext),
      await ask(bearer(forge({ claims: { exp: NOW_SECONDS - 60 } }))),
    ];

    expect(known.statusCode).toBe(200);
    expect(refusalIn(unknown)).toMatchObject({ statusCode: 503, code: 'unavailable' });
    expect(refusalIn(ended)).toMatchObject({ statusCode: 401, code: 'session-expired' });
  });

  it('is refused when it was the previous one and its time is over', async () => {
    const { ask, world, clock } = bench();
    const previousNotAfter = new Date(NOW + 60_000).toISOString();
    world.secret = { current: NEXT, previous: SECRET, previousNotAfter };

    const before = await ask(SESSION);
    clock.now += 60_001;
    const after = await ask(SESSION);

    expect(before.statusCode).toBe(200);
    expect(refusalIn(after)).toMatchObject({ statusCode: 401, code: 'session-invalid' });
  });
});
