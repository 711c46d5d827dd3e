import { describe, expect, it } from 'vitest';
import {
  createHandlers,
  type HandlerContext,
  NonRetriableError,
  RetryAfterError,
} from '../../../lambdas/receiver/index.ts';
import { callbackOf, contextOf, eventOf, runHandler } from '../../../testing/index.ts';

const CONNECTED = eventOf('ACCOUNT_CONNECTED', { data: { userId: 'u-1', accountId: 'a-1' } });

/** What handlers for ACCOUNT_CONNECTED make of it. */
const connected = (handle: (event: typeof CONNECTED, context: HandlerContext) => unknown) =>
  createHandlers().on(
    'ACCOUNT_CONNECTED',
    async (event, context) => void (await handle(event, context)),
  );

const throwing = (error: unknown) =>
  connected(() => {
    throw error;
  });

describe('a run of a handler that returns', () => {
  it('tells what was announced and what the handler logged', async () => {
    const handlers = connected(({ data }, { log }) => log.warn('linked', { userId: data.userId }));

    const run = await runHandler(handlers, CONNECTED);

    expect(run).toEqual({
      outcome: 'APPLIED',
      announcements: [
        {
          source: 'smile.events',
          detailType: 'ACCOUNT_CONNECTED',
          detail: expect.objectContaining({
            eventId: CONNECTED.id,
            accountId: 'a-1',
            status: 'CONNECTED',
            outcome: 'APPLIED',
          }),
        },
      ],
      logs: [{ level: 'warn', message: 'linked', fields: { userId: 'u-1' } }],
    });
  });

  it('shows the state with this event in it, beside what was known before', async () => {
    const seen: HandlerContext[] = [];
    const handlers = connected((_event, context) => seen.push(context));

    await runHandler(handlers, CONNECTED);
    await runHandler(handlers, CONNECTED, {
      attempt: 3,
      state: { tasks: { LINK_ACCOUNT: { value: 'STARTED' } } },
    });

    expect(seen[0]).toMatchObject({ attempt: 1, staleBecause: undefined });
    expect(seen[0]?.state).toMatchObject({ pk: 'USER#u-1', sk: 'ACCOUNT#a-1', version: 1 });
    expect(seen[0]?.state?.status).toMatchObject({ value: 'CONNECTED', eventId: CONNECTED.id });
    expect(seen[1]).toMatchObject({ attempt: 3, state: { status: { value: 'CONNECTED' } } });
    expect(seen[1]?.state?.tasks?.LINK_ACCOUNT).toMatchObject({ value: 'STARTED', rank: 0 });
  });

  it('takes a whole context as well as parts of one', async () => {
    const lines: string[] = [];
    const write = (message: string) => void lines.push(message);
    const log = { debug: write, info: write, warn: write, error: write };
    const handlers = connected((_event, { state, log: given }) =>
      given.info(`${state?.endedBy?.type}`),
    );

    const run = await runHandler(handlers, CONNECTED, contextOf({ log, state: { endedBy: {} } }));

    expect(lines).toEqual(['ACCOUNT_CREATED']);
    expect(run.logs).toHaveLength(1);
  });

  it('announces what has no handler, and nothing that was registered with announce: false', async () => {
    const quiet = createHandlers().on('ACCOUNT_CONNECTED', { announce: false }, () => {});

    expect(await runHandler(createHandlers(), CONNECTED)).toMatchObject({
      outcome: 'APPLIED',
      announcements: [{ detailType: 'ACCOUNT_CONNECTED' }],
    });
    expect((await runHandler(quiet, CONNECTED)).announcements).toEqual([]);
  });

  it('gives callbacks and unknown types to their own handlers', async () => {
    const ran: string[] = [];
    const handlers = createHandlers()
      .onCallback('onClose', ({ data }) => void ran.push(data.reason))
      .onUnknown(({ type }, { state }) => void ran.push(`${type} ${typeof state}`));

    const callback = await runHandler(handlers, callbackOf('onClose'));
    const unknown = await runHandler(handlers, { id: 'et-1', type: 'MOON_PHASE_CHANGED' });

    expect(ran).toEqual(['exit', 'MOON_PHASE_CHANGED undefined']);
    expect(callback.announcements).toMatchObject([{ source: 'smile.widget' }]);
    expect(unknown).toMatchObject({ outcome: 'UNKNOWN_TYPE', announcements: [{}] });
  });
});

describe('a run of a stale event', () => {
  const staleBecause = { eventId: 'et-newer' };

  it('skips the handler and the announcement', async () => {
    const run = await runHandler(throwing('it ran'), CONNECTED, { staleBecause });

    expect(run).toEqual({ outcome: 'STALE', announcements: [], logs: [] });
  });

  it('tells a handler that runs all the same which event is newer', async () => {
    const seen: unknown[] = [];
    const handlers = createHandlers().on(
      'ACCOUNT_DISCONNECTED',
      { whenStale: 'run' },
      (_event, context) => void seen.push(context.staleBecause),
    );

    const run = await runHandler(handlers, eventOf('ACCOUNT_DISCONNECTED'), { staleBecause });

    expect(seen).toEqual([expect.objectContaining({ ...staleBecause, type: expect.any(String) })]);
    expect(run).toMatchObject({
      outcome: 'STALE',
      announcements: [{ detail: { outcome: 'STALE' } }],
    });
  });
});

describe('a run of a handler that throws', () => {
  it('is retried after a while, and hands over the error', async () => {
    const error = new Error('the CRM answered 500');

    const run = await runHandler(throwing(error), CONNECTED);

    expect(run).toMatchObject({ outcome: 'RETRY', announcements: [], retry: { reason: 'failed' } });
    expect(run.error).toBe(error);
    expect(run.logs).toEqual([]);
    expect(run.retry?.seconds).toBeGreaterThanOrEqual(4);
    expect(run.retry?.seconds).toBeLessThanOrEqual(8);
  });

  it('is retried when it asked, whatever the attempt', async () => {
    const run = await runHandler(throwing(new RetryAfterError(60)), CONNECTED, { attempt: 5 });

    expect(run).toMatchObject({ outcome: 'RETRY', retry: { reason: 'retry-after', seconds: 60 } });
  });

  it('ends in the dead letters when no retry can help', async () => {
    const run = await runHandler(throwing(new NonRetriableError('no such user')), CONNECTED);

    expect(run).toMatchObject({ outcome: 'DEAD', error: { reason: 'no such user' } });
    expect(run).not.toHaveProperty('retry');
  });

  it('ends in the dead letters after the fifth attempt, or as many as the handler has', async () => {
    const twice = createHandlers().on('ACCOUNT_CONNECTED', { attempts: 2 }, () => {
      throw new Error('again');
    });

    const outcomeOf = async (handlers: typeof twice, attempt: number) =>
      (await runHandler(handlers, CONNECTED, { attempt })).outcome;

    expect(await outcomeOf(throwing('no'), 4)).toBe('RETRY');
    expect(await outcomeOf(throwing('no'), 5)).toBe('DEAD');
    expect(await outcomeOf(twice, 1)).toBe('RETRY');
    expect(await outcomeOf(twice, 2)).toBe('DEAD');
  });

  it('fails when it goes on after its signal has fired', async () => {
    const handlers = connected(() => new Promise(() => {}));

    const run = await runHandler(handlers, CONNECTED, { signal: AbortSignal.timeout(1) });

    expect(run).toMatchObject({ outcome: 'RETRY', error: { name: 'DeadlinePassed' } });
  });
});

describe('a run of an event that cannot be handled', () => {
  it('ends in the dead letters when it lacks the ids that it is about', async () => {
    const run = await runHandler(createHandlers(), { ...CONNECTED, data: {} });

    expect(run).toMatchObject({ outcome: 'DEAD', error: { name: 'EventSchemaError' } });
  });

  it('is quarantined when it has no id', async () => {
    const run = await runHandler(createHandlers(), { ...CONNECTED, id: '' });

    expect(run).toEqual({ outcome: 'QUARANTINED', announcements: [], logs: [] });
  });
});
