import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../../../lambdas/smile/rest/exchange.ts';
import { bench, KEYS, REFUSED, said, SESSION_SECRET, TOKEN } from './bench.ts';

/** Whatever must never be said, as it is and as it travels. */
const CANARIES = [
  TOKEN.accessToken,
  KEYS.apiKey,
  KEYS.apiSecret,
  Buffer.from(`${KEYS.apiKey}:${KEYS.apiSecret}`).toString('base64'),
  SESSION_SECRET,
];

/** An error as a library throws it: with the request, and all it carries, in its text. */
const talkative = () => new Error(`could not send ${CANARIES.join(' ')}`);

/** Smile, when it repeats everything that it was sent. */
const echo = (status: number): HttpReply => {
  const words = CANARIES.join(' ');
  const envelope = { code: words, message: words, requestId: words, data: { accessToken: words } };
  return { status, retryAfter: words, body: JSON.stringify(envelope) };
};

type Bench = ReturnType<typeof bench>;

/** Every way that a request ends without a token. */
const ENDS: [string, number, (world: Bench['world']) => void][] = [
  ['refused', 502, (world) => (world.replies = [REFUSED])],
  ['refused in other words', 502, (world) => (world.replies = [echo(403)])],
  ['for an unknown user', 404, (world) => (world.replies = [echo(404)])],
  ['throttled', 503, (world) => (world.replies = [echo(429)])],
  ['failed by Smile', 503, (world) => (world.replies = [echo(500)])],
  ['not understood', 502, (world) => (world.replies = [echo(201)])],
  ['no JSON', 502, (world) => (world.replies = [{ ...echo(201), body: CANARIES.join(' ') }])],
  ['failed by our own fault', 503, (world) => (world.replies = [talkative()])],
  ['limited', 429, (world) => (world.limit = { allowed: false, retryAfterSeconds: 1 })],
  ['not counted', 503, (world) => (world.limit = talkative())],
  ['without a readable secret', 503, (world) => (world.credentials = talkative())],
  ['without a sensible secret', 503, (world) => (world.credentials = CANARIES.join(' '))],
];

describe('what is said about a link token', () => {
  it.each(ENDS)('holds no token, key or secret when it is %s', async (_, status, prepare) => {
    const { post, world, records } = bench();
    prepare(world);

    const answer = await post();

    const everything = records.said() + JSON.stringify(answer);
    expect(answer.statusCode).toBe(status);
    expect(records.lines.length).toBeGreaterThan(0);
    expect(CANARIES.filter((canary) => everything.includes(canary))).toEqual([]);
  });

  it('holds the token in the one answer that it is for, and nowhere else', async () => {
    const { post, records } = bench();

    const answer = await post();

    const answered = JSON.stringify(answer);
    expect(CANARIES.filter((canary) => answered.includes(canary))).toEqual([TOKEN.accessToken]);
    expect(CANARIES.filter((canary) => records.said().includes(canary))).toEqual([]);
  });

  it('holds no session', async () => {
    const { post, records, world } = bench();
    world.replies = [said(503, 'SERVER_UNAVAILABLE')];

    const answer = await post({ authorization: 'Bearer canary-session' });

    expect(records.said() + JSON.stringify(answer)).not.toContain('canary-session');
  });
});
