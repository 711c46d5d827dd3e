import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

// Vitest listens for stray errors itself.
vi.mock('../../../lambdas/telemetry/catch-stray-errors.ts', () => ({}));

const { queryItems } = vi.hoisted(() => ({
  queryItems: vi.fn<(...query: unknown[]) => Promise<object[]>>(),
}));
vi.mock('../../../lambdas/aws/dynamodb.ts', () => ({ queryItems }));

beforeEach(() => {
  const environment = {
    STAGE: 'sandbox',
    STATE_TABLE: 'the-state-table',
    LOSS_AFTER_MINUTES: '15',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-25T02:00:00.000Z') });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.resetAllMocks();
  vi.resetModules();
});

/** The function as it is deployed, its modules fresh as after a cold start. */
async function detect() {
  const { handler } = await import('../../../lambdas/loss-detector/index.ts');
  await handler({}, { awsRequestId: 'request-1' });
}

/** A question for what has waited in this time. */
const asked = (from: string, to: string) => [
  'the-state-table',
  expect.objectContaining({
    index: 'awaiting',
    limit: 100,
    condition: expect.objectContaining({
      values: { ':webhook': 'WEBHOOK', ':from': from, ':to': to },
    }),
  }),
  expect.any(AbortSignal),
];

describe('the deployed function', () => {
  it('asks the index of the stage’s table, with a deadline', async () => {
    queryItems.mockResolvedValue([]);

    await detect();

    expect(queryItems.mock.calls).toEqual([
      asked('2026-11-24T02:00:00.000Z', '2026-11-25T01:29:00.000Z'),
      asked('2026-11-25T01:29:00.001Z', '2026-11-25T01:45:00.000Z'),
    ]);
  });

  it('fails when the table is out of reach', async () => {
    queryItems.mockRejectedValue(new Error('throttled'));

    await expect(detect()).rejects.toThrow('throttled');
  });

  it.each(['', '0', '-1', 'soon', 'NaN'])(
    'does not start with %j minutes, with which it would find nothing or everything',
    async (minutes) => {
      vi.stubEnv('LOSS_AFTER_MINUTES', minutes);

      await expect(detect()).rejects.toMatchObject({ name: 'MissingEnvironment' });
      expect(queryItems).not.toHaveBeenCalled();
    },
  );
});
