import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { type ApiAnswer, ask, postCallbacks, relay, relayed } from './widget-client.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.run.stop());

const summary = ({ status, body, headers }: ApiAnswer) => ({
  status,
  code: body.code,
  retryAfter: headers.get('retry-after'),
});

const linkTokenOf = async (userId: string) => {
  const { token } = await receiver.run.createSession(userId);
  return await ask(receiver.run, 'POST /link-token', token);
};

/** A batch that is refused, so that nothing has to be handled. */
const postFaulty = async (userId: string) => {
  const { token } = await receiver.run.createSession(userId);
  return await postCallbacks(receiver.run, { session: token, callbacks: [{}] });
};

const linesOf = (message: string) =>
  receiver.lines
    .filter((line) => line.includes(`"${message}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

// In this order: the function keeps the credentials that it has once found.
describe('a link token', () => {
  it('cannot be had before the owner has put in the API key', async () => {
    await receiver.run.smileCredentials?.set(undefined);

    const answer = await linkTokenOf('u-1');

    expect(summary(answer)).toMatchObject({ status: 503, code: 'not-configured' });
    expect(receiver.metric('SmileRefused')).toBe(1);
    expect(linesOf('secret unreadable')).toMatchObject([
      { secret: 'smile-credentials', code: 'missing' },
    ]);
    expect(receiver.run.smileApi.requests).toEqual([]);
  });

  it('can be had within seconds when the key is there', async () => {
    const smile = { apiKey: 'key-of-the-test', apiSecret: 'secret-of-the-test' };
    receiver.run.smileApi.setCredentials(smile);
    await receiver.run.smileCredentials?.set(JSON.stringify(smile));

    // Each user has only a few tokens.
    let users = 0;
    const answer = await soon(async () => {
      const tried = await linkTokenOf(`u-early-${(users += 1)}`);
      expect(tried.status).toBe(200);
      return tried;
    });

    expect(Object.keys(answer.body).toSorted()).toEqual(['accessToken', 'expiresAt']);
    expect(JSON.stringify(answer.body)).not.toContain('of-the-test');
  });

  it('is not given for a user whom Smile does not know', async () => {
    receiver.run.smileApi.unknownUsers.add('u-unknown');

    const answer = await linkTokenOf('u-unknown');

    expect(summary(answer)).toMatchObject({ status: 404, code: 'user-unknown' });
  });

  it('is given after all when Smile fails once', async () => {
    receiver.run.smileApi.failNext(1, 503);

    await expect(linkTokenOf('u-2')).resolves.toMatchObject({ status: 200 });
  });

  it('is refused with a time to come back when Smile goes on failing', async () => {
    receiver.run.smileApi.failNext(20, 'cut');

    const answer = await linkTokenOf('u-3');
    receiver.run.smileApi.failNext(0, 500);

    expect(summary(answer)).toEqual({ status: 503, code: 'smile-unavailable', retryAfter: '5' });
  });

  it('is not given to one user again and again, and to others all the same', async () => {
    const answers: ApiAnswer[] = [];
    for (let times = 0; times < 30; times++) answers.push(await linkTokenOf('u-greedy'));

    const refused = answers.filter(({ status }) => status === 429);

    expect(refused.length).toBeGreaterThan(0);
    expect(refused.map(({ body }) => body.code)).toEqual(refused.map(() => 'too-many-link-tokens'));
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    await expect(linkTokenOf('u-modest')).resolves.toMatchObject({ status: 200 });
  });
});

describe('while the queue does not answer', () => {
  it('callbacks are not acknowledged, and a repetition is stored once', async () => {
    const callback = relayed('onAccountConnected', { accountId: 'a-1' });
    await receiver.run.engines.sqs.stop();

    const refused = await relay(receiver.run, 'u-4', callback);
    await receiver.run.engines.sqs.start();
    const stored = await relay(receiver.run, 'u-4', callback);
    const again = await relay(receiver.run, 'u-4', callback);
    await receiver.rowWhen(`widget:u-4:${callback.id}`, 'DONE');
    await receiver.drained();

    expect(summary(refused)).toEqual({ status: 503, code: 'not-stored', retryAfter: '5' });
    expect([stored.body, again.body]).toEqual([{ stored: 1 }, { stored: 1 }]);
    const handled = receiver.lines.filter(
      (line) => line.includes('"event done"') && line.includes(`:${callback.id}"`),
    );
    expect(handled).toHaveLength(1);
  });
});

describe('callbacks of a user who sends ever more of them', () => {
  it('are refused with a time to come back, and those of others are not', async () => {
    const answers: ApiAnswer[] = [];
    // More than two windows of five minutes have room for.
    for (let times = 0; times < 121; times++) answers.push(await postFaulty('u-flood'));

    const refused = answers.filter(({ status }) => status === 429);

    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['too-many-batches']));
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await postFaulty('u-calm')).status).toBe(400);
  });

  it('are to be sent again while nobody can count them', async () => {
    await receiver.run.engines.dynamodb.stop();

    const answer = await postFaulty('u-calm');
    await receiver.run.engines.dynamodb.start();

    expect(summary(answer)).toEqual({ status: 503, code: 'unavailable', retryAfter: '5' });
  });
});

describe('the status', () => {
  it('is sent again only when it has changed', async () => {
    const { token } = await receiver.run.createSession('u-5');
    const first = await ask(receiver.run, 'GET /status', token);
    const etag = first.headers.get('etag') ?? '';

    const same = await ask(receiver.run, 'GET /status', token, { 'if-none-match': etag });
    const callback = relayed('onAccountConnected', { accountId: 'a-5' });
    await relay(receiver.run, 'u-5', callback);
    await receiver.rowWhen(`widget:u-5:${callback.id}`, 'DONE');
    const changed = await ask(receiver.run, 'GET /status', token, { 'if-none-match': etag });

    expect([first.status, same.status, changed.status]).toEqual([200, 304, 200]);
    expect(changed.body).toMatchObject({ accounts: [{ accountId: 'a-5' }] });
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  it('is the session’s own, and nobody else’s', async () => {
    const { token } = await receiver.run.createSession('u-6');

    const { body } = await ask(receiver.run, 'GET /status', token);

    expect(body).toMatchObject({ accounts: [], archives: [] });
  });

  it('cannot be had while the table does not answer', async () => {
    const { token } = await receiver.run.createSession('u-5');
    await receiver.run.engines.dynamodb.stop();

    const answer = await ask(receiver.run, 'GET /status', token);
    await receiver.run.engines.dynamodb.start();

    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });
});
