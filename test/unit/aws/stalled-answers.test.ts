import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshToken } from '../../../lambdas/smile/rest/link-token.ts';
import { smileApiAt } from '../../../lambdas/smile/rest/smile-api.ts';
import { PAGE_PATIENCE } from '../../../lambdas/widget-api/link-token/patience.ts';

/** How a server breaks off an answer after its headers and the first half of its body. */
const BREAKS = {
  'says nothing more': () => {},
  'sends a blank now and then': (response: ServerResponse) => {
    const drip = setInterval(() => response.write(' '), 200);
    response.once('close', () => clearInterval(drip));
  },
  'cuts the connection': (response: ServerResponse) => {
    // The half must be on its way before the end of the connection is.
    setTimeout(() => response.socket?.destroy(), 100);
  },
} as const;
type Break = keyof typeof BREAKS;

let server: Server;
let url: string;

/** What each service answers, by the part of the request that tells them apart. */
const AMZ: Record<string, string> = {
  'DynamoDB_20120810.GetItem': '{"Item":{"pk":{"S":"u-1"}}}',
  'AmazonSQS.SendMessage': `{"MessageId":"m-1","MD5OfMessageBody":"${createHash('md5').update('x').digest('hex')}"}`,
  'AWSEvents.PutEvents': '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}',
  'secretsmanager.GetSecretValue': '{"Name":"s","SecretString":"words"}',
};
const TOKEN = {
  code: 'CREATED',
  data: { accessToken: 'token-1', expiresAt: '2026-11-25T02:00:00Z', id: 'tk-1' },
};

/** Requests by what they ask for: the first one of each is broken off. */
const requests = new Map<string, number>();
/** Answers of which one half is out. */
let halves = 0;
let how: Break;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? request.url?.split('?')[0]);
      const isFirst = !requests.has(target);
      requests.set(target, (requests.get(target) ?? 0) + 1);
      const isToken = target === '/v1/tokens';
      const answer = AMZ[target] ?? (isToken ? JSON.stringify(TOKEN) : '0123456789');
      const json =
        AMZ[target] === undefined ? {} : { 'content-type': 'application/x-amz-json-1.0' };
      response.writeHead(isToken ? 201 : 200, json);
      if (!isFirst) {
        response.end(answer);
        return;
      }
      response.write(answer.slice(0, answer.length / 2), () => {
        halves += 1;
      });
      BREAKS[how](response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  requests.clear();
  halves = 0;
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  for (const service of ['S3', 'DYNAMODB', 'SQS', 'EVENTBRIDGE', 'SECRETS_MANAGER']) {
    vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, url);
  }
});
afterEach(() => vi.unstubAllEnvs());

/** What every client of ours asks its service here, by the services' names. */
const CALLS: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
  S3: async (signal) => {
    const { getObject } = await import('../../../lambdas/aws/s3.ts');
    return Buffer.from((await getObject('bodies', 'bodies/1', signal)) ?? '').toString();
  },
  DynamoDB: async () => {
    const { getItem } = await import('../../../lambdas/aws/dynamodb.ts');
    return await getItem('state', { pk: 'u-1' });
  },
  SQS: async (signal) => {
    const { sendMessage } = await import('../../../lambdas/aws/sqs.ts');
    const message = { text: 'x', groupId: 'g', deduplicationId: 'd', attributes: {} };
    return await sendMessage(`${url}/queue`, message, signal);
  },
  EventBridge: async (signal) => {
    const { putEvent } = await import('../../../lambdas/aws/eventbridge.ts');
    return await putEvent('bus', 'smile', 'USER_CREATED', {}, signal);
  },
  'Secrets Manager': async (signal) => {
    const { readSecret } = await import('../../../lambdas/aws/secrets-manager.ts');
    return await readSecret('s', signal);
  },
  Smile: async (signal) => {
    const at = smileApiAt(`${url}/v1`, { patience: PAGE_PATIENCE });
    const api = at({ apiKey: 'key', apiSecret: 'secret' });
    return (await refreshToken(api, 'u-1', { signal })).accessToken;
  },
};
const GOOD: Record<string, unknown> = {
  S3: '0123456789',
  DynamoDB: { pk: 'u-1' },
  SQS: undefined,
  EventBridge: undefined,
  'Secrets Manager': 'words',
  Smile: 'token-1',
};

describe.each(Object.keys(BREAKS) as Break[])('a server that %s after half an answer', (broken) => {
  it('is asked a second time by every client, within the budget of a call', async () => {
    how = broken;
    const signal = AbortSignal.timeout(8000);

    const answers = await Promise.all(
      Object.entries(CALLS).map(async ([name, call]) => [name, await call(signal).catch((e) => e)]),
    );

    expect(Object.fromEntries(answers)).toEqual(GOOD);
    expect([...requests.values()]).toEqual(Object.keys(CALLS).map(() => 2));
  }, 60_000);
});

describe('a caller who gives up while an answer stalls', () => {
  it('is let go at once, and nothing is asked a second time', async () => {
    how = 'says nothing more';
    const giveUp = new AbortController();

    const call = CALLS.S3?.(giveUp.signal);
    await vi.waitUntil(() => requests.size === 1 && halves === 1, { timeout: 10_000 });
    giveUp.abort();

    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect([...requests.values()]).toEqual([1]);
  }, 60_000);
});
