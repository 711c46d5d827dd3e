import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureRun, startFixtureRun } from './fixture-run.ts';

let run: FixtureRun;
beforeAll(async () => {
  run = await startFixtureRun();
});
afterAll(() => run.stop());

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(run.webhookUrl, { method: 'POST', body, headers });

describe('POST /webhooks', () => {
  it('hands the bytes to the function as a REST proxy event and writes its answer', async () => {
    const body = new Uint8Array([0xff, 0x00, 0x7b, 0x0d, 0x0a]);

    const response = await post(body, { 'Smile-Signature': 'abc', 'x-a': '1' });

    const { event } = (await response.json()) as { event: Record<string, never> };
    expect(response.status).toBe(201);
    expect(response.headers.get('x-single')).toBe('one');
    expect(response.headers.get('x-many')).toBe('a, b');
    expect(event).toMatchObject({
      httpMethod: 'POST',
      path: '/webhooks',
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
      headers: { 'X-Forwarded-For': '18.142.61.230' },
      requestContext: { identity: { sourceIp: '18.142.61.230' }, stage: 'sandbox' },
    });
  });

  it('gives the function its settings and nothing of the environment it was started in', async () => {
    const response = await post('{}');

    const { environment } = (await response.json()) as { environment: Record<string, string> };
    expect(environment).toMatchObject({
      STAGE: 'sandbox',
      TZ: 'UTC',
      AWS_LAMBDA_FUNCTION_NAME: expect.stringMatching(/^smile-sandbox-SmileIngress/),
      EVENTS_QUEUE_URL: run.environment.EVENTS_QUEUE_URL,
      WEBHOOK_SECRET_ID: 'smile-sandbox-SmileWebhookSecret',
    });
    expect(environment).not.toHaveProperty('LEDGER_TABLE');
    expect(environment).not.toHaveProperty('HOME');
  });

  it('answers 403 to an address that is not allowed, and does not call the function', async () => {
    const response = await post('{}', { 'X-Local-Source-Ip': '192.0.2.1', 'X-Do': 'crash' });

    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ stored: false, message: 'You may not call this.' });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(run.lines.filter((line) => line.includes('exit code 7'))).toEqual([]);
  });

  it('answers 400 to an address that is none', async () => {
    const response = await post('{}', { 'X-Local-Source-Ip': 'smile' });

    expect(response.status).toBe(400);
  });

  it.each(['throw', 'malformed', 'crash', 'hang'])(
    'answers 502 when the function does this: %s',
    async (what) => {
      const response = await post('{}', { 'X-Do': what });

      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({ stored: false });
      expect((await post('{}')).status).toBe(201);
    },
  );

  it.each([
    ['reject-unawaited', 'Unhandled Promise Rejection', 128],
    ['throw-in-a-timer', 'Uncaught Exception', 129],
  ])(
    'ends a function that leaves a stray error to Lambda, with its message: %s',
    async (what, printed, code) => {
      const response = await post('{}', { 'X-Do': what });

      expect(response.status).toBe(502);
      expect(run.lines.filter((line) => line.includes(printed))).toEqual([
        expect.stringContaining('"errorType":"Error","errorMessage":"as asked"'),
      ]);
      expect(run.lines.filter((line) => line.includes(`exit code ${code}`))).toHaveLength(1);
      expect((await post('{}')).status).toBe(201);
    },
  );

  it('answers 413 to a body over 10 MB after the client has sent it all', async () => {
    const response = await post(new Uint8Array(11 * 1024 * 1024));

    expect(response.status).toBe(413);
    expect(await response.json()).toHaveProperty('message');
  });

  it('answers 413 to a body that is too large as a Lambda event only', async () => {
    const response = await post(new Uint8Array(5 * 1024 * 1024));

    expect(response.status).toBe(413);
    expect(await response.json()).toHaveProperty('message');
    expect(run.lines.filter((line) => line.includes('includePayload'))).toHaveLength(1);
  });

  it('takes a chunked body that comes slowly', async () => {
    const answered = new Promise<{ status: number | undefined; text: string }>(
      (resolve, reject) => {
        const sending = request(run.webhookUrl, { method: 'POST' }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode, text }));
        });
        sending.on('error', reject);
        sending.write('{"slow":');
        void delay(100).then(() => sending.end('true}'));
      },
    );

    const { status, text } = await answered;

    expect(status).toBe(201);
    const { event } = JSON.parse(text) as { event: { body: string } };
    expect(Buffer.from(event.body, 'base64').toString()).toBe('{"slow":true}');
  });

  it('takes many at a time', async () => {
    const responses = await Promise.all(Array.from({ length: 30 }, () => post('{}')));

    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201]));
    expect(run.ingressPids().length).toBeLessThanOrEqual(4);
  });
});

describe('everything else', () => {
  it.each([
    ['GET', '/webhooks'],
    ['PUT', '/webhooks'],
    ['POST', '/'],
    ['POST', '/webhooks/x'],
  ])('%s %s is no method of the API', async (method, path) => {
    const response = await fetch(run.url + path, { method });

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ stored: false, message: 'Nothing is here.' });
  });
});
