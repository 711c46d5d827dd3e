import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FifoMessage } from '../../../../lambdas/aws/sqs.ts';
import { createWidgetSession } from '../../../../lambdas/widget-api/session/create-widget-session.ts';
import { forge, SECRET } from '../session/forge.ts';
import { callback, ORIGIN } from './bench.ts';

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/000000000000/smile-sandbox-events.fifo';

// Vitest listens for stray errors itself.
vi.mock('../../../../lambdas/telemetry/catch-stray-errors.ts', () => ({}));

// The clients are what a socket would be opened by: all before them is as it is deployed.
const { countUp, readSecret, sendMessages } = vi.hoisted(() => ({
  countUp:
    vi.fn<(table: string, key: object, counter: string, limit: number) => Promise<boolean>>(),
  readSecret: vi.fn<(id: string) => Promise<string | undefined>>(),
  sendMessages: vi.fn<(queue: string, messages: readonly FifoMessage[]) => Promise<void>>(),
}));
vi.mock('../../../../lambdas/aws/secrets-manager.ts', () => ({ readSecret }));
vi.mock('../../../../lambdas/aws/sqs.ts', () => ({ sendMessages }));
vi.mock('../../../../lambdas/aws/dynamodb.ts', () => ({ countUp }));

beforeEach(() => {
  const environment = {
    STAGE: 'sandbox',
    EVENTS_QUEUE_URL: QUEUE,
    SESSION_SECRET_ID: 'the-session-secret',
    LIMITS_TABLE: 'the-limits-table',
    WIDGET_ORIGINS: `https://other.example.com,${ORIGIN}`,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  countUp.mockResolvedValue(true);
  readSecret.mockResolvedValue(JSON.stringify({ current: SECRET }));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetAllMocks();
  vi.resetModules();
});

/** The function as it is deployed, its modules fresh as after a cold start. */
async function deployed(headers: Record<string, string>, session?: string) {
  const { handler } = await import('../../../../lambdas/widget-api/callbacks/index.ts');
  const fired = callback({ at: new Date().toISOString(), data: { accountId: 'a-1' } });
  const body = JSON.stringify({ session, callbacks: [fired] });
  const request = { headers, body, isBase64Encoded: false } as unknown as APIGatewayProxyEventV2;
  return await handler(request, { awsRequestId: 'request-1' });
}

const session = (stage = 'sandbox', secret = SECRET) =>
  createWidgetSession({ secret, stage, userId: 'tenant-1' });

describe('the deployed function', () => {
  it('queues the callbacks of a session on the stage’s queue, with the stage’s secret', async () => {
    const { token } = await session();

    const answer = await deployed({ origin: ORIGIN }, token);

    expect(answer).toMatchObject({ statusCode: 200, body: '{"stored":1}' });
    expect(readSecret.mock.calls[0]?.[0]).toBe('the-session-secret');
    expect(sendMessages.mock.calls[0]?.[0]).toBe(QUEUE);
    expect(sendMessages.mock.calls[0]?.[1]).toMatchObject([
      { groupId: 'tenant-1', attributes: { origin: 'widget' } },
    ]);
  });

  it('counts 60 batches in five minutes for a user, in the stage’s table', async () => {
    vi.setSystemTime('2026-11-25T02:03:04.000Z');
    onTestFinished(() => void vi.useRealTimers());
    const { token } = await session();
    countUp.mockResolvedValue(false);

    const answer = await deployed({ origin: ORIGIN }, token);

    expect(answer).toMatchObject({ statusCode: 429, headers: { 'retry-after': '116' } });
    expect(countUp.mock.calls[0]?.slice(0, 4)).toEqual([
      'the-limits-table',
      { key: 'CALLBACKS#tenant-1#2026-11-25T02:00:00.000Z' },
      'used',
      60,
    ]);
    expect(sendMessages).not.toHaveBeenCalled();
  });

  it.each<[string, number, Record<string, string>, () => Promise<string | undefined>]>([
    ['has no session', 401, { origin: ORIGIN }, async () => undefined],
    ['is signed by nobody', 401, {}, async () => forge({ header: { alg: 'none' } })],
    [
      'is signed by a forger',
      401,
      {},
      async () => (await session('sandbox', SECRET + SECRET)).token,
    ],
    ['is of another stage', 401, {}, async () => (await session('production')).token],
    ['is of a foreign page', 403, { origin: 'null' }, async () => (await session()).token],
  ])('refuses a request that %s, and queues nothing', async (_, statusCode, headers, token) => {
    const answer = await deployed(headers, await token());

    expect(answer.statusCode).toBe(statusCode);
    expect(countUp).not.toHaveBeenCalled();
    expect(sendMessages).not.toHaveBeenCalled();
  });

  it('answers 503 when SQS does not take the message', async () => {
    const { token } = await session();
    sendMessages.mockRejectedValue(new Error('throttled'));

    const answer = await deployed({ origin: ORIGIN }, token);

    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
  });

  it.each(['STAGE', 'EVENTS_QUEUE_URL', 'SESSION_SECRET_ID', 'WIDGET_ORIGINS', 'LIMITS_TABLE'])(
    'does not start without %s, which would make it open or deaf',
    async (name) => {
      vi.stubEnv(name, '');

      await expect(deployed({})).rejects.toMatchObject({
        name: 'MissingEnvironment',
        message: expect.stringContaining(name),
      });
    },
  );
});
