import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import type { HandlerContext } from '../../../lambdas/receiver/handler.ts';
import { ACKNOWLEDGED, again, connected, createRig, withHandler } from './rig.ts';

const NOW = '2026-01-02T03:04:06.789Z';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(NOW) });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('an event that brings news', () => {
  it('is begun, written to state, handled, announced and finished, in this order', async () => {
    const rig = createRig();

    const response = await rig.deliver(rig.message(connected()));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual([
      'ledger.begin',
      'states.read',
      'states.write',
      'handler',
      'announce',
      'ledger.finish',
    ]);
  });

  it('leaves a row that anyone can read', async () => {
    const rig = createRig();
    const record = rig.message(connected());

    await rig.deliver(record);

    expect(rig.rows.get('et-1')).toMatchObject({
      type: 'ACCOUNT_CONNECTED',
      subject: 'u-1',
      accountId: 'a-1',
      createdAt: '2026-01-02T03:04:05Z',
      receivedAt: NOW,
      completedAt: NOW,
      status: 'DONE',
      outcome: 'APPLIED',
      attempts: 1,
      origin: 'webhook',
      messageId: record.messageId,
      body: JSON.stringify(connected()),
    });
    expect(rig.rows.get('et-1')).not.toHaveProperty('open');
  });

  it('is counted by type and outcome, with its age in milliseconds and no id', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(connected()));

    expect(rig.records.measured).toEqual([
      { values: { Handled: 1 }, dimensions: { type: 'ACCOUNT_CONNECTED', outcome: 'APPLIED' } },
      { values: { AgeToDone: 1789 }, dimensions: {} },
    ]);
  });

  it('reaches its handler parsed, with the state that it leads to', async () => {
    const rig = createRig();
    const seen: { event: unknown; context: HandlerContext }[] = [];
    const parts = withHandler(rig, async (event, context) => {
      seen.push({ event, context });
    });
    const event = connected({ data: { loginName: null, providers: null } });

    await rig.deliverTo(parts, rig.message(event));

    expect(seen).toHaveLength(1);
    expect(seen[0]?.event).toMatchObject({
      id: 'et-1',
      data: { userId: 'u-1', loginName: undefined, providers: [] },
    });
    expect(seen[0]?.context).toMatchObject({
      state: { pk: 'USER#u-1', sk: 'ACCOUNT#a-1', version: 1, status: { value: 'CONNECTED' } },
      staleBecause: undefined,
      attempt: 1,
      signal: { aborted: false },
    });
    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')).toEqual(seen[0]?.context.state);
  });

  it('is stored as it came, whatever its handler does with it and with the state', async () => {
    const rig = createRig();
    const shown: HandlerContext['state'][] = [];
    const parts = withHandler(rig, async ({ data }, { state }) => {
      shown.push(structuredClone(state));
      data.providers.length = 0;
      Object.assign(data, { accountId: 'mine' });
      Object.assign(state?.status ?? {}, { value: 'MINE', note: new Date() });
    });

    await rig.deliverTo(parts, rig.message(connected()));

    const item = rig.items.get('USER#u-1/ACCOUNT#a-1');
    expect(item?.status).toMatchObject({ value: 'CONNECTED', providers: ['example_payroll'] });
    expect(item).toEqual(shown[0]);
    expect(rig.announced).toMatchObject([{ status: 'CONNECTED', accountId: 'a-1' }]);
  });

  it('shows its handler the state that was written, also after a conflict', async () => {
    const rig = createRig();
    rig.contention.writes = 2;
    const versions: (number | undefined)[] = [];
    const parts = withHandler(rig, async (_event, { state }) => {
      versions.push(state?.version);
    });

    await rig.deliverTo(parts, rig.message(connected()));

    expect(versions).toEqual([3]);
    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.version).toBe(3);
  });

  it('is one line of the log, with all that finding it takes', async () => {
    const rig = createRig();
    const record = rig.message(connected());

    await rig.deliver(record);

    expect(rig.records.lines).toEqual([
      {
        level: 'info',
        message: 'event done',
        fields: {
          requestId: 'request-1',
          eventId: 'et-1',
          eventType: 'ACCOUNT_CONNECTED',
          subject: 'u-1',
          messageId: record.messageId,
          origin: 'webhook',
          attempt: 1,
          outcome: 'APPLIED',
          durationMs: expect.any(Number) as number,
          staleBecause: undefined,
        },
      },
    ]);
  });

  it('gives its handler a log whose lines lead back to it', async () => {
    const rig = createRig();
    const parts = withHandler(rig, async (_event, { log }) => {
      log.info('hello', { count: 3 });
    });
    const record = rig.message(connected());

    await rig.deliverTo(parts, record);

    const line = rig.records.lines.find(({ message }) => message === 'hello');
    expect(line?.fields).toMatchObject({
      requestId: 'request-1',
      eventId: 'et-1',
      eventType: 'ACCOUNT_CONNECTED',
      subject: 'u-1',
      messageId: record.messageId,
      attempt: 1,
      count: 3,
    });
  });

  it('is read from the bucket when its message only refers to it', async () => {
    const rig = createRig();
    const record = rig.message(connected({ data: { note: 'x'.repeat(20_000) } }));

    await rig.deliver(record);

    expect(rig.steps.slice(0, 2)).toEqual(['bodies.get', 'ledger.begin']);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', subject: 'u-1' });
    expect(rig.rows.get('et-1')?.bodyRef).toMatch(/^bodies\/[0-9a-f]{64}\/[0-9a-f]{64}$/);
    expect(rig.rows.get('et-1')).not.toHaveProperty('body');
  });
});

describe('an event that comes too late', () => {
  const older = connected({ id: 'et-0', createdAt: '2026-01-02T03:04:00Z' });

  it('changes nothing, runs no business code and ends as STALE', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(connected()));
    const before = structuredClone([...rig.items]);
    rig.steps.length = 0;

    const response = await rig.deliver(rig.message(older));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual(['ledger.begin', 'states.read', 'ledger.finish']);
    expect([...rig.items]).toEqual(before);
    const staleBecause = {
      eventId: 'et-1',
      asOf: '2026-01-02T03:04:05.000Z',
      type: 'ACCOUNT_CONNECTED',
    };
    expect(rig.rows.get('et-0')).toMatchObject({ outcome: 'STALE', staleBecause });
    expect(rig.records.lines.at(-1)?.fields).toMatchObject({ outcome: 'STALE', staleBecause });
    expect(rig.announced).toHaveLength(1);
  });

  it('runs a handler that asked for stale events, and still changes nothing', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(connected()));
    const seen: unknown[] = [];
    const handle = async (event: { id: string }, { state, staleBecause }: HandlerContext) => {
      seen.push([event.id, state?.status?.eventId, staleBecause?.eventId]);
    };

    await rig.deliverTo(withHandler(rig, handle, { whenStale: 'run' }), rig.message(older));

    expect(seen).toEqual([['et-0', 'et-1', 'et-1']]);
    expect(rig.announced.at(-1)).toMatchObject({ eventId: 'et-0', outcome: 'STALE' });
    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.version).toBe(1);
  });

  it('takes away what a withdrawal ends, without running business code', async () => {
    const rig = createRig();
    const data = { userId: 'u-1', accountId: 'a-1', providers: [] };
    const incomes = { type: 'INCOMES_ADDED', data: { ...data, count: 3 } };
    const withdrawal = { type: 'ACCOUNT_DISCONNECTED', data };
    await rig.deliver(rig.message({ ...incomes, id: 'et-a', createdAt: '2026-01-02T03:00:00Z' }));
    await rig.deliver(rig.message(connected()));
    rig.steps.length = 0;

    await rig.deliver(
      rig.message({ ...withdrawal, id: 'et-b', createdAt: '2026-01-02T03:01:00Z' }),
    );

    const item = rig.items.get('USER#u-1/ACCOUNT#a-1');
    expect(rig.steps).not.toContain('handler');
    expect(item).toMatchObject({ status: { value: 'CONNECTED' }, endedBy: { eventId: 'et-b' } });
    expect(item).not.toHaveProperty('dataPoints');
  });
});

describe('an event that comes again', () => {
  it('is dropped when it is done, and counted', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(connected()));
    rig.steps.length = 0;
    rig.records.measured.length = 0;

    const responses = [
      await rig.deliver(rig.message(connected())),
      await rig.deliver(rig.message(connected())),
    ];

    expect(responses).toEqual([ACKNOWLEDGED, ACKNOWLEDGED]);
    expect(rig.steps).toEqual(['ledger.begin', 'ledger.begin']);
    expect(rig.records.measured[0]).toEqual({ values: { Duplicates: 1 }, dimensions: {} });
  });

  it('with another body is kept beside the first one, unhandled, and counted', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(connected()));
    const before = structuredClone(rig.rows.get('et-1'));
    rig.steps.length = 0;
    rig.records.measured.length = 0;

    const response = await rig.deliver(rig.message(connected({ data: { providers: ['x'] } })));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual(['ledger.begin', 'ledger.quarantine']);
    expect(rig.rows.get('et-1')).toEqual(before);
    const [, second = ''] = [...rig.rows.keys()];
    expect(second).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(rig.rows.get(second)).toMatchObject({
      status: 'QUARANTINED',
      lastError: { class: 'Unreadable', code: 'conflict' },
    });
    expect(rig.records.measured).toEqual([{ values: { Conflicts: 1 }, dimensions: {} }]);
  });

  it('as a replay runs once more, under a key of its own', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(connected()));
    const replay = { origin: 'replay', replayId: 'r-1' } as const;

    await rig.deliver(rig.message(connected(), replay));
    await rig.deliver(rig.message(connected(), replay));

    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(2);
    expect([...rig.rows.keys()]).toEqual(['et-1', 'et-1#r-1']);
    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.version).toBe(1);
  });

  it('after a crash between state and ledger leaves the state as it is', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    await rig.crash('ledger.finish', record);
    const before = structuredClone([...rig.items]);
    vi.setSystemTime(Date.now() + 180_000);

    await rig.deliver(again(record));

    expect([...rig.items]).toEqual(before);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', outcome: 'APPLIED', attempts: 2 });
  });
});

describe('an event of a type that nobody knows', () => {
  const unknown = { ...connected(), type: 'MOON_PHASE_CHANGED' };

  it('goes to the fallback, touches no state and ends as UNKNOWN_TYPE', async () => {
    const rig = createRig();

    const response = await rig.deliver(rig.message(unknown));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual(['ledger.begin', 'handler', 'announce', 'ledger.finish']);
    expect(rig.announced[0]).toMatchObject({ eventId: 'et-1', outcome: 'UNKNOWN_TYPE' });
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', outcome: 'UNKNOWN_TYPE' });
  });

  it('shares one metric dimension with all other unknown types, and changes nothing', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(unknown));

    expect(rig.rows.values().next().value).not.toHaveProperty('changes');
    expect(rig.records.measured[0]).toEqual({
      values: { Handled: 1 },
      dimensions: { type: 'OTHER', outcome: 'UNKNOWN_TYPE' },
    });
  });

  it.each(['toString', '__proto__', 'constructor'])(
    'is not taken for %s of an object',
    async (type) => {
      const rig = createRig();

      await rig.deliver(rig.message(Buffer.from(JSON.stringify({ ...connected(), type }))));

      expect(rig.rows.get('et-1')).toMatchObject({ outcome: 'UNKNOWN_TYPE' });
    },
  );
});

describe('something signed that nobody can read', () => {
  it('ends as a row QUARANTINED with its reason, and runs nothing', async () => {
    const rig = createRig();
    const record = rig.message(Buffer.from('{"id":'));

    const response = await rig.deliver(record);

    const [row] = [...rig.rows.values()];
    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual(['ledger.quarantine']);
    expect(row).toMatchObject({
      status: 'QUARANTINED',
      open: 'QUARANTINED',
      attempts: 0,
      lastError: { class: 'Unreadable', code: 'not-json' },
      body: '{"id":',
    });
    expect(row?.eventId).toBe(`sha256:${row?.bodySha256}`);
  });

  it('is a duplicate when it comes again', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(Buffer.from('[]')));

    await rig.deliver(rig.message(Buffer.from('[]')));

    expect(rig.rows.size).toBe(1);
    expect(rig.records.measured.map(({ values }) => values)).toEqual([
      { Quarantined: 1 },
      { Duplicates: 1 },
    ]);
  });

  it('is told all the same when the answer to its write was lost', async () => {
    const rig = createRig();
    const record = rig.message(Buffer.from('[]'));
    rig.loseAnswer('ledger.quarantine', new AwsFault(new Error('reset')));

    await rig.deliver(record);
    await rig.deliver(again(record));

    expect(rig.rows.size).toBe(1);
    expect(rig.records.measured.at(-1)?.values).toEqual({ Quarantined: 1 });
  });
});

describe('an event without a readable time', () => {
  it.each<[string, object]>([
    ['none', { createdAt: undefined }],
    ['a number', { createdAt: 1_767_323_045 }],
    ['a sentence', { createdAt: 'yesterday' }],
  ])('is handled, marked and counted: %s', async (_, time) => {
    const rig = createRig();

    await rig.deliver(rig.message({ ...connected(), ...time }));

    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'DONE',
      outcome: 'APPLIED',
      undated: true,
    });
    expect(rig.rows.get('et-1')?.createdAt).toBeUndefined();
    expect(rig.announced[0]).not.toHaveProperty('createdAt');
    expect(rig.records.measured[1]).toEqual({ values: { Undated: 1 }, dimensions: {} });
  });

  it('is older than any statement that has one', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(connected()));

    await rig.deliver(rig.message({ ...connected({ id: 'et-2' }), createdAt: 7 }));

    expect(rig.rows.get('et-2')).toMatchObject({
      outcome: 'STALE',
      staleBecause: { eventId: 'et-1' },
    });
  });
});

describe('an event that has waited for seven days', () => {
  it('is buried, so that nothing behind it expires', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    vi.setSystemTime(Date.now() + 7 * 24 * 3_600_000 + 1);

    const response = await rig.deliver(record);

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe('WaitedTooLong waited-too-long');
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD' });
    expect(rig.steps).not.toContain('handler');
  });
});

describe('an event from the future', () => {
  it('is capped to five minutes after its receipt, and counted', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(connected({ createdAt: '2031-01-01T00:00:00Z' })));

    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.status?.asOf).toBe('2026-01-02T03:09:06.789Z');
    expect(rig.records.measured[1]?.values).toMatchObject({ FutureStamps: 1 });
  });

  it('is as old as its first delivery at every later attempt', async () => {
    const rig = createRig();
    const event = connected({ createdAt: '2031-01-01T00:00:00Z' });
    const record = rig.message(event);
    rig.fail('handler', new Error('not yet'));
    await rig.deliver(record);
    vi.setSystemTime(Date.now() + 3_600_000);

    await rig.deliver(rig.message(event));

    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.status?.asOf).toBe('2026-01-02T03:09:06.789Z');
  });

  it('is not counted when it is a little ahead', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(connected({ createdAt: '2026-01-02T03:09:06Z' })));

    expect(rig.records.measured.some(({ values }) => 'FutureStamps' in values)).toBe(false);
  });
});
