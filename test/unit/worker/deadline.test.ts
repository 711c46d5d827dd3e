import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { before, DeadlinePassed, deadlinesOf } from '../../../lambdas/worker/deadline.ts';
import { createWorker } from '../../../lambdas/worker/handler.ts';
import type { WorkerParts } from '../../../lambdas/worker/parts.ts';
import { ACKNOWLEDGED, again, connected, createRig, failures, withHandler } from './rig.ts';

/** Milliseconds that Lambda leaves an invocation here: its deadlines pass within the test, a busy machine's pauses fit in. */
const SHORT = 400;
const run = promisify(execFile);
const DEADLINE = new URL('../../../lambdas/worker/deadline.ts', import.meta.url).href;
const never = () => new Promise<never>(() => {});
const passed = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });

describe('a handler that hangs', () => {
  it('is a failed attempt, and its message comes again', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.hang('handler');

    const response = await rig.deliver(record, SHORT);

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      lastError: { class: 'DeadlinePassed', code: 'deadline-passed' },
    });
    expect(rig.hidden).toHaveLength(1);
    expect(rig.announced).toEqual([]);
  });

  it('ends in the dead letters after five attempts, like any other that fails', async () => {
    const rig = createRig();
    let record = rig.message(connected());
    const responses = [];

    for (let receive = 1; receive <= 5; receive += 1) {
      rig.hang('handler');
      responses.push(await rig.deliver(record, SHORT));
      record = again(record);
    }

    expect(responses.at(-1)).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe('DeadlinePassed deadline-passed');
  });

  it('is told by its signal, and what it throws then disturbs nobody', async () => {
    const rig = createRig();
    const told: boolean[] = [];
    const parts = withHandler(rig, async (_event, { signal }) => {
      await passed(signal);
      told.push(signal.aborted);
      throw new Error('too late');
    });
    Object.assign(rig.parts, parts);

    await rig.deliver(rig.message(connected()), SHORT);

    expect(told).toEqual([true]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'FAILED', attempts: 1 });
  });
});

describe('a message whose whole time is over', () => {
  it('is left for a retry, and spends no attempt', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.hang('states.read');

    const response = await rig.deliver(record, SHORT);
    const next = await rig.deliver(again(record));

    expect(response).toEqual(failures(record));
    expect(rig.hidden).toHaveLength(1);
    expect(rig.records.measured[0]).toEqual({
      values: { Retries: 1 },
      dimensions: { reason: 'fault' },
    });
    expect(next).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
  });

  it('never goes to the dead letters for it, however often it was received', async () => {
    const rig = createRig();
    const record = again(rig.message(connected()), 500);
    rig.hang('ledger.begin');

    const response = await rig.deliver(record, SHORT);

    expect(response).toEqual(failures(record));
    expect(rig.deadLetters).toEqual([]);
  });

  it('comes again sooner than a crash would bring it', async () => {
    const rig = createRig();
    rig.hang('ledger.finish');

    await rig.deliver(again(rig.message(connected()), 500), SHORT);

    expect(rig.hidden[0]?.seconds).toBeLessThanOrEqual(54);
  });

  it('before its handler began spends no attempt either', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    const { ledger } = rig.parts;
    const begin: typeof ledger.begin = async (...args) => {
      await passed(AbortSignal.timeout(SHORT * 0.7));
      return await ledger.begin(...args);
    };
    Object.assign(rig.parts, { ledger: { ...ledger, begin } });

    await rig.deliver(record, SHORT);
    await rig.deliver(again(record));

    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
  });
});

const withoutAnswer: WorkerParts['announce'] = async (_announcement, signal) => {
  await passed(signal);
  throw new AwsFault(new Error('no answer'));
};

describe('an announcement that hangs', () => {
  it('ends early enough for the row to say that the handler is done', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    Object.assign(rig.parts, { announce: withoutAnswer });

    await rig.deliver(record, SHORT);

    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      handledAt: expect.any(String) as string,
    });
  });
});

describe('an invocation without time', () => {
  it.each<[string, Partial<Context>]>([
    ['that is over', { getRemainingTimeInMillis: () => -5 }],
    ['that is no number', { getRemainingTimeInMillis: () => Number.NaN }],
    ['that the runtime does not tell', {}],
  ])('%s leaves its message for a retry, logged and counted', async (_, context) => {
    const rig = createRig();
    const record = rig.message(connected());
    const worker = createWorker(rig.parts);

    const response = await worker({ Records: [record] }, {
      awsRequestId: 'r',
      ...context,
    } as Context);

    expect(response).toEqual(failures(record));
    expect(rig.records.lines).toMatchObject([{ level: 'warn', message: 'event will be retried' }]);
    expect(rig.records.measured[0]?.values).toEqual({ Retries: 1 });
    expect(rig.hidden).toHaveLength(1);
  });
});

describe('the deadlines', () => {
  it('leave time to settle after the handler, and to let go after the rest', async () => {
    const { startHandler, message } = deadlinesOf(SHORT);
    const handler = startHandler();
    const order: string[] = [];

    await Promise.all([
      passed(message).then(() => order.push('message')),
      passed(handler).then(() => order.push('handler')),
    ]);

    expect(order).toEqual(['handler', 'message']);
  });

  it('let work pass that is done in time, with its result or its error', async () => {
    const { signal } = new AbortController();

    expect(await before(signal, Promise.resolve(7))).toBe(7);
    await expect(before(signal, Promise.reject(new RangeError('x')))).rejects.toThrow(RangeError);
  });

  it('come also when nothing else keeps the process running, as on Lambda', async () => {
    const script = `
      import { before } from '${DEADLINE}';
      const error = await before(AbortSignal.timeout(50), new Promise(() => {})).catch((e) => e);
      console.log(error.name);`;

    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);

    expect(stdout).toBe('DeadlinePassed\n');
  });

  it('let no work pass that begins after them', async () => {
    await expect(before(AbortSignal.abort(), never())).rejects.toThrow(DeadlinePassed);
  });
});
