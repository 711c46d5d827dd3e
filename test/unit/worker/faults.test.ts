import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { AwsRefusal } from '../../../lambdas/aws/aws-refusal.ts';
import { NonRetriableError } from '../../../lambdas/receiver/non-retriable-error.ts';
import { LeaseLost } from '../../../lambdas/ledger/lease-lost.ts';
import { createWorker } from '../../../lambdas/worker/handler.ts';
import {
  ACKNOWLEDGED,
  again,
  connected,
  crashedFiveTimes,
  createRig,
  failures,
  type Rig,
  type Step,
  withHandler,
} from './rig.ts';

const throttled = () =>
  new AwsFault(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
const LARGE = connected({ data: { note: 'x'.repeat(20_000) } });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-02T03:04:06Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets so much time pass as the worker asked for with its last wait. */
function wait({ hidden }: Rig): void {
  const seconds = hidden.at(-1)?.seconds ?? 180;
  vi.setSystemTime(Date.now() + seconds * 1000);
}

/** A handler in whose time the message comes back and is begun elsewhere. */
const overtaken = (rig: Rig, record: ReturnType<Rig['message']>) =>
  withHandler(rig, async () => {
    vi.setSystemTime(Date.now() + 180_000);
    await rig.crash('states.read', again(record));
  });

const refused = () => new AwsRefusal('ValidationException');
const mistake = () => new TypeError('a mistake of ours');

/** Metrics on a bad day. */
const broken = () => {
  throw new Error('no metrics today');
};

describe('a fault of AWS', () => {
  it.each<Step>([
    'bodies.get',
    'ledger.begin',
    'states.read',
    'states.write',
    'announce',
    'ledger.finish',
  ])(
    'in %s leaves the message in the queue, spends no attempt and runs the handler once',
    async (step) => {
      const rig = createRig();
      const record = rig.message(LARGE);
      rig.fail(step, throttled());

      const response = await rig.deliver(record);
      wait(rig);
      const next = await rig.deliver(again(record));

      expect(response).toEqual(failures(record));
      expect(rig.hidden).toHaveLength(1);
      expect(rig.hidden[0]?.seconds).toBeGreaterThanOrEqual(1);
      expect(rig.records.measured[0]).toEqual({
        values: { Retries: 1 },
        dimensions: { reason: 'fault' },
      });
      expect(next).toEqual(ACKNOWLEDGED);
      expect(rig.rows.get('et-1')).toMatchObject({
        status: 'DONE',
        outcome: 'APPLIED',
        attempts: 1,
      });
      expect(rig.steps.filter((name) => name === 'handler')).toHaveLength(1);
      expect(rig.deadLetters).toEqual([]);
    },
  );

  it('in quarantining leaves the message in the queue', async () => {
    const rig = createRig();
    const record = rig.message(Buffer.from('[]'));
    rig.fail('ledger.quarantine', throttled());

    const response = await rig.deliver(record);
    const next = await rig.deliver(again(record));

    expect(response).toEqual(failures(record));
    expect(next).toEqual(ACKNOWLEDGED);
    expect([...rig.rows.values()]).toMatchObject([{ status: 'QUARANTINED' }]);
  });

  it.each<Step>(['deadLetters.send', 'ledger.bury'])(
    'in %s leaves the message in the queue until it is given up in both places',
    async (step) => {
      const rig = createRig();
      const record = rig.message(connected());
      rig.fail('handler', new NonRetriableError('a bug'), 2);
      rig.fail(step, throttled());

      const response = await rig.deliver(record);
      wait(rig);
      const next = await rig.deliver(again(record));

      expect(response).toEqual(failures(record));
      expect(next).toEqual(ACKNOWLEDGED);
      expect(rig.deadLetters).toHaveLength(1);
      expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD', attempts: 1 });
    },
  );

  it('in sending a dead letter leaves the event buried, and keeps the reason', async () => {
    const rig = createRig();
    rig.fail('handler', new NonRetriableError('a bug'));
    rig.fail('deadLetters.send', throttled());
    rig.fail('hide', throttled());

    await rig.deliver(rig.message(connected()));

    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'DEAD',
      attempts: 1,
      lastError: { class: 'NonRetriableError', message: 'a bug' },
    });
  });

  it.each<[Step, string]>([
    ['ledger.finish', 'DONE'],
    ['ledger.bury', 'DEAD'],
  ])('that swallows the answer of %s leaves the event %s', async (step, status) => {
    const rig = createRig();
    const record = rig.message(connected());
    if (step === 'ledger.bury') rig.fail('handler', new NonRetriableError('a bug'));
    rig.loseAnswer(step, throttled());

    await rig.deliver(record);
    const settled = rig.rows.get('et-1');
    vi.setSystemTime(Date.now() + 180_000);
    const next = await rig.deliver(again(record));

    expect(settled).toMatchObject({ status, attempts: 1 });
    expect(next).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toEqual(settled);
    expect(rig.steps.filter((name) => name === 'handler')).toHaveLength(1);
  });

  it.each<Step>(['ledger.fail', 'ledger.release'])(
    'that also keeps %s from being written spends no attempt',
    async (step) => {
      const rig = createRig();
      const record = rig.message(connected());
      rig.fail('handler', step === 'ledger.fail' ? new Error('x') : throttled());
      rig.fail(step, throttled());

      await rig.deliver(record);
      wait(rig);
      await rig.deliver(again(record));

      expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
    },
  );

  it('is written into the row in class and code, with the attempt given back', async () => {
    const rig = createRig();
    rig.fail('states.read', throttled());

    await rig.deliver(rig.message(connected()));

    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      lastError: { class: 'AwsFault', code: 'ThrottlingException' },
    });
  });

  it('makes the message wait longer with every receive, up to 15 minutes', async () => {
    const rig = createRig();
    const record = rig.message({ ...connected(), padding: 'x'.repeat(20_000) });
    rig.fail('bodies.get', throttled(), 3);

    await rig.deliver(record);
    await rig.deliver(again(record, 5));
    await rig.deliver(again(record, 999));

    const [first = 0, sixth = 0, last = 0] = rig.hidden.map(({ seconds }) => seconds);
    expect(first).toBeLessThanOrEqual(2);
    expect(sixth).toBeGreaterThanOrEqual(32);
    expect(sixth).toBeLessThanOrEqual(64);
    expect(last).toBeGreaterThanOrEqual(450);
    expect(last).toBeLessThanOrEqual(900);
  });

  it('in a begin waits less than a crash would take, since its answer alone may be lost', async () => {
    const rig = createRig();
    rig.fail('ledger.begin', throttled());

    await rig.deliver(again(rig.message(connected()), 999));

    expect(rig.hidden[0]?.seconds).toBeLessThanOrEqual(54);
  });

  it('for an hour spends nothing, and the event is handled once when it is over', async () => {
    const rig = createRig();
    let record = rig.message(connected());
    const end = Date.now() + 3_600_000;
    rig.fail('states.read', throttled(), 1000);

    while (Date.now() < end) {
      await rig.deliver(record);
      wait(rig);
      record = again(record);
    }
    rig.calm();
    await rig.deliver(record);

    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
    expect(rig.deadLetters).toEqual([]);
  });

  it('for an hour, everywhere at once, is not taken for crashes', async () => {
    const rig = createRig();
    let record = rig.message(connected());
    const end = Date.now() + 3_600_000;
    rig.fail('states.read', throttled(), 1000);
    rig.fail('ledger.release', throttled(), 1000);

    while (Date.now() < end) {
      await rig.deliver(record);
      wait(rig);
      record = again(record);
    }
    rig.calm();
    await rig.deliver(record);

    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
    expect(rig.deadLetters).toEqual([]);
  });

  it('in hiding the message is only logged: it comes again after the visibility timeout', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new Error('x'));
    rig.fail('hide', throttled());

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.records.lines.at(-1)).toMatchObject({
      level: 'warn',
      message: 'visibility not changed',
    });
  });

  it('that swallows the answer of a begin is not taken for a crash', async () => {
    const rig = createRig();
    const record = again(rig.message(connected()), 11);
    rig.loseAnswer('ledger.begin', throttled());

    await rig.deliver(record);
    wait(rig);
    await rig.deliver(again(record));

    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
  });

  it('in giving up an exhausted event does not make it run again', async () => {
    const rig = createRig();
    const record = await crashedFiveTimes(rig);
    rig.fail('deadLetters.send', throttled());
    await rig.deliver(record);
    wait(rig);
    rig.steps.length = 0;

    await rig.deliver(again(record));

    expect(rig.steps).not.toContain('handler');
  });

  it('wherever it strikes, however often, never changes what becomes of the event', async () => {
    const steps: Step[] = [
      'ledger.begin',
      'states.read',
      'states.write',
      'ledger.finish',
      'ledger.release',
      'hide',
    ];
    const faults = fc.array(fc.tuple(fc.constantFrom(...steps), fc.boolean()), { maxLength: 8 });

    await fc.assert(
      fc.asyncProperty(faults, async (plan) => {
        const rig = createRig();
        let record = rig.message(connected());
        for (const [step, happens] of plan) {
          if (happens) rig.loseAnswer(step, throttled());
          else rig.fail(step, throttled());
        }

        let response = await rig.deliver(record);
        for (let receive = 2; response.batchItemFailures.length > 0; receive += 1) {
          expect(receive).toBeLessThan(20);
          vi.setSystemTime(Date.now() + (rig.hidden.at(-1)?.seconds ?? 0) * 1000);
          record = again(record);
          response = await rig.deliver(record);
        }

        expect(rig.deadLetters).toEqual([]);
        expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
        expect(rig.items.get('USER#u-1/ACCOUNT#a-1')).toMatchObject({
          version: 1,
          status: { value: 'CONNECTED', eventId: 'et-1' },
        });
      }),
    );
  });
});

describe('another worker that took the event over', () => {
  it('decides: this one writes nothing into the row and leaves the message alone', async () => {
    const rig = createRig();
    const record = rig.message(connected());

    const response = await rig.deliverTo(overtaken(rig, record), record);

    expect(response).toEqual(failures(record));
    expect(rig.hidden).toEqual([]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'STARTED', attempts: 2, receives: 2 });
    expect(rig.records.measured.map(({ values }) => values)).toEqual([{ Retries: 1 }]);
  });

  it('decides also when this one fails', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    const parts = withHandler(rig, async () => {
      vi.setSystemTime(Date.now() + 180_000);
      await rig.crash('states.read', again(record));
      throw new Error('x');
    });

    const response = await rig.deliverTo(parts, record);

    expect(response).toEqual(failures(record));
    expect(rig.hidden).toEqual([]);
    expect(rig.deadLetters).toEqual([]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'STARTED', attempts: 2 });
  });

  it('decides also at the last attempt: this one sends no dead letter', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new Error('x'), 4);
    for (let receives = 0; receives < 4; receives += 1) {
      await rig.deliver(again(record, receives));
    }
    rig.fail('ledger.finish', new LeaseLost());

    const response = await rig.deliver(again(record, 4));

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'STARTED', attempts: 5 });
    expect(rig.deadLetters).toEqual([]);
  });

  it('before the attempt began, leaves it to the other', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('ledger.begin', new LeaseLost());

    const response = await rig.deliver(again(record, 99));

    expect(response).toEqual(failures(record));
    expect(rig.hidden).toEqual([]);
    expect(rig.deadLetters).toEqual([]);
  });
});

describe('a state item that others write at the same time', () => {
  it('is merged anew into what they left, before the handler runs once', async () => {
    const rig = createRig();
    rig.contention.writes = 3;

    const response = await rig.deliver(rig.message(connected()));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')).toMatchObject({
      version: 4,
      status: { value: 'CONNECTED' },
    });
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
  });

  it('again and again lets the event go, and gives the attempt back', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.contention.writes = 100;

    const response = await rig.deliver(record);
    rig.contention.writes = 0;

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      lastError: { class: 'StateContended', code: 'state-contended' },
    });
    expect(rig.steps).not.toContain('handler');
    expect(rig.hidden).toHaveLength(1);
    expect(await rig.deliver(again(record))).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
  });
});

describe('what cannot even begin', () => {
  it('is retried a few times, sooner than a crash would bring it', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('ledger.begin', mistake(), 4);

    const responses = [];
    for (let receives = 0; receives < 4; receives += 1) {
      responses.push(await rig.deliver(again(record, receives)));
    }

    expect(responses).toEqual(Array.from({ length: 4 }, () => failures(record)));
    expect(rig.deadLetters).toEqual([]);
    expect(rig.hidden.map(({ seconds }) => seconds).every((seconds) => seconds <= 54)).toBe(true);
    expect(rig.records.measured[0]?.dimensions).toEqual({ reason: 'unexpected' });
  });

  it('goes to the dead letters at once when AWS refuses it for good', async () => {
    const rig = createRig();
    rig.fail('ledger.begin', refused());

    const response = await rig.deliver(rig.message(connected()));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe('before its attempt: AwsRefusal');
    expect(rig.records.measured).toEqual([
      { values: { DeadLetters: 1 }, dimensions: { type: 'OTHER' } },
    ]);
  });
});

describe('a refusal by AWS', () => {
  it.each<Step>(['states.write', 'announce', 'ledger.finish'])(
    'in %s ends the event at once',
    async (step) => {
      const rig = createRig();
      rig.fail(step, refused());

      const response = await rig.deliver(rig.message(connected()));

      expect(response).toEqual(ACKNOWLEDGED);
      expect(rig.rows.get('et-1')).toMatchObject({
        status: 'DEAD',
        attempts: 1,
        lastError: { class: 'AwsRefusal', code: 'ValidationException' },
      });
    },
  );
});

describe('a hide that does not come back', () => {
  it('is given up before Lambda would end the invocation', async () => {
    const rig = createRig();
    const signals: AbortSignal[] = [];
    const hide = async (_handle: string, _seconds: number, signal: AbortSignal) => {
      signals.push(signal);
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const worker = createWorker({ ...rig.parts, hide });
    rig.fail('handler', new Error('x'));
    const record = rig.message(connected());

    const response = await worker(
      { Records: [record] },
      { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 600 },
    );

    expect(response).toEqual(failures(record));
    expect(signals[0]?.aborted).toBe(true);
  });
});

describe('telemetry that fails', () => {
  it('does not make a done event run again', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    await rig.deliverTo({ record: broken }, record).catch(() => {});

    await rig.deliver(again(record));

    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
  });
});
