import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ownAnswers } from '../../../local/gateway/own-answers.ts';
import { sourcePolicy } from '../../../local/gateway/source-policy.ts';
import { webhookRoute, type WebhookRouteParts } from '../../../local/gateway/webhook-route.ts';

const post = (headers: Record<string, string> = {}) =>
  Object.assign(Readable.from([Buffer.from('{}')]), {
    method: 'POST',
    url: '/webhooks',
    headers,
    rawHeaders: [],
  }) as unknown as IncomingMessage;

const route = (parts: Partial<WebhookRouteParts> = {}) =>
  webhookRoute({
    stage: 'test',
    method: 'POST',
    path: '/webhooks',
    answers: ownAnswers({}),
    policy: sourcePolicy(['192.0.2.1/32']),
    invoke: () => Promise.resolve({ statusCode: 200 }),
    logLine: () => undefined,
    ...parts,
  });

describe('the webhook route', () => {
  it('answers 504 when the function takes longer than the integration may', async () => {
    const never = route({ invoke: () => new Promise(() => undefined), timeoutMilliseconds: 10 });

    const answer = await never(post(), '/webhooks');

    expect(answer?.status).toBe(504);
    expect(answer?.body.toString()).toBe('{"message":"Endpoint request timed out"}');
  });

  it('answers 502 and says why when the function fails', async () => {
    const lines: string[] = [];
    const failing = route({
      invoke: () => Promise.reject(new Error('as asked')),
      logLine: (line) => lines.push(line),
    });

    const answer = await failing(post(), '/webhooks');

    expect(answer?.status).toBe(502);
    expect(lines).toEqual(['The ingress function failed: Error: as asked']);
  });

  it('answers 403 to everybody when nobody is allowed', async () => {
    const closed = route({ policy: sourcePolicy([]) });

    const answer = await closed(post(), '/webhooks');

    expect(answer?.status).toBe(403);
  });

  it('leaves other paths and methods to other routes', () => {
    expect(route()(post(), '/webhook')).toBeUndefined();
    expect(route()(Object.assign(post(), { method: 'GET' }), '/webhooks')).toBeUndefined();
  });
});
