import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const SIGNAL = AbortSignal.timeout(60_000);
const HOUR_MS = 60 * 60 * 1000;

/** S3's error document; its message names a canary, as S3's do name keys and users. */
const refusal = (code: string, more = '') =>
  `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>canary-señal</Message>${more}</Error>`;

let answer: (request: IncomingMessage, response: ServerResponse) => void;
/** The time in each request's signature, as epoch milliseconds. */
let signedAt: number[];

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(String(request.headers['x-amz-date'])) ?? [];
    const text = `${day}${time}`.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
    signedAt.push(Date.parse(text));
    answer(request, response);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  vi.resetModules();
  signedAt = [];
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => vi.unstubAllEnvs());

const client = async () => await import('../../../lambdas/aws/s3.ts');

describe("S3's refusal", () => {
  it.each([
    [400, 'EntityTooLarge'],
    [400, 'KeyTooLongError'],
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
  ])('%s %s is told by its own code, and not repeated', async (status, code) => {
    const { putObject } = await client();
    answer = (_, response) => response.writeHead(status).end(refusal(code));

    const storing = putObject('bodies', 'bodies/1', Buffer.from('x'), SIGNAL);

    await expect(storing).rejects.toMatchObject({ name: 'S3RequestFailed', code, status });
    expect(signedAt).toHaveLength(1);
  });

  it('repeats nothing of what S3 wrote but its code', async () => {
    const { getObject } = await client();
    answer = (_, response) => response.writeHead(403).end(refusal('AccessDenied'));

    const error: unknown = await getObject('bodies', 'bodies/1', SIGNAL).catch((e: unknown) => e);

    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('canary');
  });

  it.each(['', 'not found', refusal('señal canary'), refusal('a'.repeat(65))])(
    'without a code is told by its status: %j',
    async (content) => {
      const { getObject } = await client();
      answer = (_, response) => response.writeHead(404).end(content);

      const reading = getObject('bodies', 'bodies/1', SIGNAL);

      await expect(reading).rejects.toMatchObject({ code: 'http-404', status: 404 });
    },
  );

  it('of a key that is not there is no failure', async () => {
    const { getObject } = await client();
    answer = (_, response) => response.writeHead(404).end(refusal('NoSuchKey'));

    expect(await getObject('bodies', 'bodies/1', SIGNAL)).toBeUndefined();
  });

  it('of a body that came too slowly is repeated', async () => {
    const { putObject } = await client();
    answer = (_, response) =>
      signedAt.length === 1
        ? response.writeHead(400).end(refusal('RequestTimeout'))
        : response.writeHead(200).end();

    await putObject('bodies', 'bodies/1', Buffer.from('x'), SIGNAL);

    expect(signedAt).toHaveLength(2);
  });
});

/** Answers as S3 with a clock that is an hour ahead: it refuses what is signed by another one. */
const anHourAhead =
  (tell: (time: Date) => { date?: string; xml?: string }) =>
  (_: IncomingMessage, response: ServerResponse) => {
    const theirs = new Date(Date.now() + HOUR_MS);
    const { date, xml } = tell(theirs);
    response.sendDate = false;
    if (date) response.setHeader('date', date);
    const isSkewed = Math.abs((signedAt.at(-1) ?? 0) - theirs.getTime()) > 15 * 60 * 1000;
    if (isSkewed) response.writeHead(403).end(refusal('RequestTimeTooSkewed', xml));
    else response.writeHead(200).end('content');
  };

describe('a clock that is not the one of S3', () => {
  it.each([
    ['Date header', (time: Date) => ({ date: time.toUTCString() })],
    ['error document', (time: Date) => ({ xml: `<ServerTime>${time.toISOString()}</ServerTime>` })],
  ])('is corrected by the %s of a refusal, once and for later requests', async (_, tell) => {
    const { getObject } = await client();
    answer = anHourAhead(tell);

    const first = await getObject('bodies', 'bodies/1', SIGNAL);
    const second = await getObject('bodies', 'bodies/1', SIGNAL);

    expect([first, second].map(String)).toEqual(['content', 'content']);
    expect(signedAt).toHaveLength(3);
  });

  it('is corrected for requests that were under way together', async () => {
    const { getObject } = await client();
    answer = anHourAhead((time) => ({ date: time.toUTCString() }));

    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => await getObject('bodies', 'bodies/1', SIGNAL)),
    );

    expect(answers.map(String)).toEqual(Array.from({ length: 4 }, () => 'content'));
  });

  it('is left alone by an answer that is only slow, or dated badly', async () => {
    const { getObject } = await client();
    answer = (_, response) =>
      response.setHeader('date', 'someday').writeHead(403).end(refusal('AccessDenied'));
    const before = Date.now();

    await expect(getObject('bodies', 'bodies/1', SIGNAL)).rejects.toThrow('AccessDenied');
    await expect(getObject('bodies', 'bodies/1', SIGNAL)).rejects.toThrow('AccessDenied');

    expect(signedAt).toHaveLength(2);
    expect(signedAt.every((time) => time >= before - 1000 && time <= Date.now())).toBe(true);
  });
});
