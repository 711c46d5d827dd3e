import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange } from '../../../../lambdas/smile/rest/exchange.ts';
import { smileApiAt } from '../../../../lambdas/smile/rest/smile-api.ts';
import { getUser } from '../../../../lambdas/smile/rest/users.ts';
import type { Pace } from '../../../../lambdas/smile/rest/with-retries.ts';
import { CREDENTIALS, HASTY, type StandIn, startStandIn } from './stand-in.ts';

let smile: StandIn;
beforeAll(async () => {
  smile = await startStandIn();
});
afterAll(() => smile.close());

/** A clock that stands still until a wait is over: the shortest one first. */
function heldClock() {
  const clock = { now: 1000 };
  const waiting: { readonly until: number; readonly go: () => void }[] = [];
  const pace: Pace = {
    now: () => clock.now,
    random: () => 0,
    async wait(milliseconds) {
      await new Promise<void>((go) => {
        waiting.push({ until: clock.now + milliseconds, go });
      });
    },
  };
  /** Lets time pass as long as somebody waits. */
  const run = async (until: Promise<unknown>) => {
    const state = { isOver: false };
    void until.finally(() => {
      state.isOver = true;
    });
    while (!state.isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = waiting.toSorted((one, other) => one.until - other.until);
      if (!next) continue;
      waiting.splice(waiting.indexOf(next), 1);
      clock.now = Math.max(clock.now, next.until);
      next.go();
    }
  };
  return { clock, pace, run };
}

/** A client with a held clock, and when its requests were sent. */
function timed(patience = HASTY) {
  const { clock, pace, run } = heldClock();
  const sent: { readonly at: number; readonly path: string }[] = [];
  const at = smileApiAt(smile.url, {
    patience,
    pace,
    async exchange(request, signal) {
      sent.push({ at: clock.now, path: request.url.pathname });
      return await exchange(request, signal);
    },
  });
  return { at, sent, run, clock };
}

describe('the requests of a client', () => {
  it('are five in any second at most, in the order of the calls, whatever their keys', async () => {
    const { id } = smile.life.createUser();
    const { at, sent, run } = timed();
    const clients = [at(CREDENTIALS), at({ ...CREDENTIALS })];

    const calls = Array.from({ length: 23 }, async (_, index) => {
      const api = clients[index % 2] ?? at(CREDENTIALS);
      return await getUser(api, id);
    });
    const all = Promise.all(calls);
    await run(all);
    await all;

    const times = sent.map(({ at: time }) => time);
    const inTheSecondAfter = times.map((from) => times.filter((t) => t >= from && t < from + 1000));
    expect(times).toHaveLength(23);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(Math.max(...inTheSecondAfter.map(({ length }) => length))).toBe(5);
    expect(times.at(-1)).toBe(1000 + 4000);
  });

  it('count with those that are made again', async () => {
    const { id } = smile.life.createUser();
    const { at, sent, run } = timed();
    smile.failNext(7, 503);

    const call = getUser(at(CREDENTIALS), id);
    await run(call);
    await call;

    expect(sent.map(({ at: time }) => time - 1000)).toEqual([0, 0, 0, 0, 0, 1000, 1000, 1000]);
  });

  it('fail at once when their turn would come too late, and take no place', async () => {
    const { id } = smile.life.createUser();
    const { at, sent, run } = timed();
    const api = at(CREDENTIALS);

    const calls = Array.from({ length: 5 }, async () => await getUser(api, id));
    const late = getUser(api, id, { budgetMs: 1000 });
    const patient = getUser(api, id, { budgetMs: 5000 });
    const all = Promise.allSettled([...calls, late, patient]);
    await run(all);

    await expect(late).rejects.toMatchObject({ kind: 'rate-limited', code: 'own-limit' });
    await expect(patient).resolves.toMatchObject({ id });
    expect(sent).toHaveLength(6);
  });

  it('are not sent for callers who gave up while they waited', async () => {
    const { id } = smile.life.createUser();
    const before = smile.requests.length;
    const api = smile.connect();
    const caller = new AbortController();
    const calls = Array.from({ length: 5 }, async () => await getUser(api, id));

    const waiting = getUser(api, id, { signal: caller.signal });
    await Promise.all(calls);
    caller.abort();

    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    expect(smile.requests.length - before).toBe(5);
  });
});
