import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { AwsRefusal } from '../../../lambdas/aws/aws-refusal.ts';
import { NonRetriableError } from '../../../lambdas/receiver/non-retriable-error.ts';
import { RetryAfterError } from '../../../lambdas/receiver/retry-after-error.ts';
import {
  ACKNOWLEDGED,
  again,
  connected,
  crashedFiveTimes,
  createRig,
  failures,
  redriven,
  withHandler,
} from './rig.ts';

const WENT_WRONG = Object.assign(new TypeError('for Canario Ñu'), { code: 'no-such-thing' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-02T03:04:06Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a handler that throws', () => {
  it('leaves the event FAILED, in class and code, and what Smile said in the state', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', WENT_WRONG);

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'FAILED',
      open: 'FAILED',
      attempts: 1,
      lastError: { class: 'TypeError', code: 'no-such-thing' },
    });
    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.status).toMatchObject({ value: 'CONNECTED' });
    expect(rig.announced).toEqual([]);
    expect(rig.deadLetters).toEqual([]);
  });

  it('may have a number of attempts of its own', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    const parts = withHandler(rig, () => Promise.reject(WENT_WRONG), { attempts: 2 });

    const first = await rig.deliverTo(parts, record);
    const second = await rig.deliverTo(parts, again(record));

    expect(first).toEqual(failures(record));
    expect(second).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD', attempts: 2 });
  });

  it('makes the message wait, twice as long each time, half of it at random', async () => {
    const rig = createRig();
    let record = rig.message(connected());
    rig.fail('handler', WENT_WRONG, 4);

    for (let receive = 1; receive <= 4; receive += 1) {
      await rig.deliver(record);
      record = again(record);
    }

    const seconds = rig.hidden.map((wait) => wait.seconds);
    expect(seconds).toHaveLength(4);
    for (const [index, longest] of [8, 16, 32, 64].entries()) {
      expect(seconds[index]).toBeGreaterThanOrEqual(longest / 2);
      expect(seconds[index]).toBeLessThanOrEqual(longest);
    }
    expect(rig.hidden.map(({ receiptHandle }) => receiptHandle).at(1)).toMatch(/-2$/);
  });

  it('is counted as a retry, with its frames but not its message in the log', async () => {
    const rig = createRig();
    rig.fail('handler', WENT_WRONG);

    await rig.deliver(rig.message(connected()));

    expect(rig.records.measured).toEqual([
      { values: { Retries: 1 }, dimensions: { reason: 'failed' } },
    ]);
    const attempt = rig.records.lines.find(({ message }) => message === 'attempt failed');
    expect(attempt?.fields).toMatchObject({
      eventId: 'et-1',
      attempt: 1,
      errorClass: 'TypeError',
      code: 'no-such-thing',
    });
    expect(attempt?.fields.frames).toContain('failures.test.ts');
    expect(rig.records.said()).not.toContain('Canario Ñu');
  });

  it('gets the number of each attempt', async () => {
    const rig = createRig();
    const attempts: number[] = [];
    const parts = withHandler(rig, async (_event, { attempt }) => {
      attempts.push(attempt);
      if (attempt < 3) throw WENT_WRONG;
    });
    let record = rig.message(connected());

    for (let receive = 1; receive <= 3; receive += 1) {
      await rig.deliverTo(parts, record);
      record = again(record);
    }

    expect(attempts).toEqual([1, 2, 3]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 3 });
  });

  it('sends the event to the dead letters with its fifth attempt', async () => {
    const rig = createRig();
    let record = rig.message(connected());
    rig.fail('handler', WENT_WRONG, 5);
    const responses = [];

    for (let receive = 1; receive <= 5; receive += 1) {
      responses.push(await rig.deliver(record));
      record = again(record);
    }

    const failed = failures(record);
    expect(responses).toEqual([failed, failed, failed, failed, ACKNOWLEDGED]);
    expect(rig.steps.slice(-3)).toEqual(['handler', 'ledger.bury', 'deadLetters.send']);
    expect(rig.deadLetters).toHaveLength(1);
    expect(rig.deadLetters[0]).toMatchObject({
      groupId: 'et-1',
      deduplicationId: record.messageId,
      attributes: { eventId: 'et-1', deadReason: 'TypeError no-such-thing' },
    });
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD', open: 'DEAD', attempts: 5 });
    expect(rig.hidden).toHaveLength(4);
    expect(rig.records.measured.at(-1)).toEqual({
      values: { DeadLetters: 1 },
      dimensions: { type: 'ACCOUNT_CONNECTED' },
    });
  });

  it('has five new attempts after a redrive, and can still succeed', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new NonRetriableError('a bug'));
    await rig.deliver(record);

    const response = await rig.deliver(redriven(rig));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', outcome: 'APPLIED', attempts: 1 });
  });

  it('dies a second time after a redrive, as another dead letter', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new NonRetriableError('a bug'), 2);
    await rig.deliver(record);

    await rig.deliver(redriven(rig));

    expect(new Set(rig.deadLetters.map((letter) => letter.deduplicationId)).size).toBe(2);
  });

  it.each<[string, unknown]>([
    ['a string', 'Canario Ñu'],
    ['undefined', undefined],
    ['null', null],
    ['an object', { name: 'Canario Ñu', message: 'Canario Ñu' }],
  ])('fails its attempt as well with %s', async (_, thrown) => {
    const rig = createRig();
    const record = rig.message(connected());
    const parts = withHandler(rig, async () => {
      throw thrown;
    });

    const response = await rig.deliverTo(parts, record);

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      lastError: { class: 'NotAnError' },
    });
    expect(rig.records.said()).not.toContain('Ana');
  });

  it('fails its attempt as well when it throws before it is awaited', async () => {
    const rig = createRig();
    const parts = withHandler(rig, () => {
      throw WENT_WRONG;
    });

    await rig.deliverTo(parts, rig.message(connected()));

    expect(rig.rows.get('et-1')).toMatchObject({ status: 'FAILED', attempts: 1 });
  });

  it('fails its attempt as well with an error whose message is no text', async () => {
    const rig = createRig();
    rig.fail('handler', Object.assign(new Error('x'), { message: undefined }));

    await rig.deliver(rig.message(connected()));

    expect(rig.rows.get('et-1')).toMatchObject({ status: 'FAILED', attempts: 1 });
  });

  it('can also be the fallback', async () => {
    const rig = createRig();
    const record = rig.message({ ...connected(), type: 'MOON_PHASE_CHANGED' });
    rig.fail('handler', WENT_WRONG);

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'FAILED', attempts: 1 });
  });
});

describe('a worker that dies in the middle', () => {
  it('spends one attempt, and the next one brings the event to its end', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    await rig.crash('handler', record);
    vi.setSystemTime(Date.now() + 180_000);

    const response = await rig.deliver(again(record));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 2 });
  });

  it('five times, sends the event to the dead letters without running it again', async () => {
    const rig = createRig();
    const record = await crashedFiveTimes(rig);
    rig.steps.length = 0;

    const response = await rig.deliver(record);

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual(['ledger.begin', 'ledger.bury', 'deadLetters.send']);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe('WorkerCrashed attempts-exhausted');
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'DEAD',
      lastError: { class: 'WorkerCrashed', code: 'attempts-exhausted' },
    });
    expect(rig.records.measured.at(-1)).toEqual({
      values: { DeadLetters: 1 },
      dimensions: { type: 'ACCOUNT_CONNECTED' },
    });
  });

  it('between row and ticket sends the ticket, and runs nothing', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new NonRetriableError('a bug'));
    await rig.crash('deadLetters.send', record);
    vi.setSystemTime(Date.now() + 180_000);

    const response = await rig.deliver(again(record));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters).toHaveLength(1);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD' });
  });

  it('after its event was buried runs nothing, and its ticket is there once', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new NonRetriableError('a bug'));
    await rig.deliver(record);
    rig.steps.length = 0;

    const response = await rig.deliver(again(record));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual(['ledger.begin', 'deadLetters.send']);
    expect(rig.deadLetters).toHaveLength(1);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD' });
  });
});

describe('NonRetriableError', () => {
  it('sends the event to the dead letters at once, with the reason', async () => {
    const rig = createRig();
    rig.fail('handler', new NonRetriableError('the partner refuses this provider'));

    const response = await rig.deliver(rig.message(connected()));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe('the partner refuses this provider');
    expect(rig.hidden).toEqual([]);
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'DEAD',
      attempts: 1,
      lastError: {
        class: 'NonRetriableError',
        code: 'non-retriable',
        message: 'the partner refuses this provider',
      },
    });
  });

  it('keeps a reason short', async () => {
    const rig = createRig();
    rig.fail('handler', new NonRetriableError('because '.repeat(100)));

    await rig.deliver(rig.message(connected()));

    expect(rig.rows.get('et-1')?.lastError?.message).toHaveLength(256);
  });
});

describe('an event that lacks the ids it is about', () => {
  it('goes to the dead letters at once, and the reason names the fields', async () => {
    const rig = createRig();
    const event = connected({ data: { userId: undefined, accountId: '' } });

    const response = await rig.deliver(rig.message(event));

    const reason = 'schema: data.userId, data.accountId';
    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual(['ledger.begin', 'ledger.bury', 'deadLetters.send']);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe(reason);
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'DEAD',
      attempts: 1,
      lastError: { class: 'EventSchemaError', code: 'schema', message: reason },
    });
  });
});

describe('an event without data', () => {
  it.each(['LINK_ADDED', 'ACCOUNT_CONNECTED'])(
    'goes to the dead letters at once, with a code of its own: %s',
    async (type) => {
      const rig = createRig();

      await rig.deliver(rig.message({ ...connected(), type, data: undefined }));

      expect(rig.steps).not.toContain('handler');
      expect(rig.rows.get('et-1')).toMatchObject({
        status: 'DEAD',
        lastError: { class: 'EventSchemaError', code: 'data-missing', message: 'schema: data' },
      });
    },
  );
});

describe('an announcement that fails after the handler', () => {
  it('is repeated alone, and costs no attempt', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('announce', new AwsFault(new Error('throttled')));

    const response = await rig.deliver(record);
    const waiting = structuredClone(rig.rows.get('et-1'));
    const next = await rig.deliver(again(record));

    expect(response).toEqual(failures(record));
    expect(waiting).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      handledAt: '2026-01-02T03:04:06.000Z',
    });
    expect(next).toEqual(ACKNOWLEDGED);
    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
    expect(rig.announced).toHaveLength(1);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
  });

  it('for good sends the event to the dead letters; after a redrive it is only announced', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('announce', new AwsRefusal('ValidationException'));

    await rig.deliver(record);
    const dead = structuredClone(rig.rows.get('et-1'));
    await rig.deliver(redriven(rig));

    expect(dead).toMatchObject({ status: 'DEAD', lastError: { code: 'ValidationException' } });
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE' });
    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
  });

  it('comes after a redrive also when something newer has overtaken the event since', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('announce', new AwsRefusal('ValidationException'));
    await rig.deliver(record);
    await rig.deliver(rig.message(connected({ id: 'et-2', createdAt: '2026-01-02T03:05:00Z' })));

    await rig.deliver(redriven(rig));

    expect(rig.announced.map(({ eventId }) => eventId)).toEqual(['et-2', 'et-1']);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(2);
  });

  it('does not come at all when the handler wants none', async () => {
    const rig = createRig();

    await rig.deliverTo(
      withHandler(rig, async () => {}, { announce: false }),
      rig.message(connected()),
    );

    expect(rig.announced).toEqual([]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE' });
  });
});

describe('what an event has done', () => {
  it('is on its row once it is done: state and announcement', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(connected()));

    expect(rig.rows.get('et-1')).toMatchObject({
      changes: [{ path: 'ACCOUNT#a-1/status', to: { value: 'CONNECTED' } }],
      announced: { detailType: 'ACCOUNT_CONNECTED', at: '2026-01-02T03:04:06.000Z' },
    });
  });

  it('stays on its row when a later attempt finds the state written', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new TypeError('a bug'));

    await rig.deliver(record);
    const { changes, announced } = structuredClone(rig.rows.get('et-1')) ?? {};
    await rig.deliver(again(record));

    expect(changes).toHaveLength(1);
    expect(announced).toBeUndefined();
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', changes, announced: {} });
  });
});

describe('a body that the bucket no longer has', () => {
  const large = connected({ data: { note: 'x'.repeat(20_000) } });

  it('goes to the dead letters, and its row keeps the reference', async () => {
    const rig = createRig();
    const record = rig.message(large);
    const [ref] = [...rig.bodies.keys()];
    rig.bodies.clear();

    const response = await rig.deliver(record);

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).not.toContain('handler');
    expect(rig.deadLetters[0]?.attributes).toMatchObject({ deadReason: 'body-missing' });
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'DEAD',
      type: 'ACCOUNT_CONNECTED',
      subject: 'u-1',
      bodyRef: ref,
      bodySha256: ref?.split('/').at(-1),
    });
  });

  it('is not replaced by another body under its address', async () => {
    const rig = createRig();
    const record = rig.message(large);
    const [ref = ''] = [...rig.bodies.keys()];
    rig.bodies.set(ref, Buffer.from(JSON.stringify(connected({ id: 'et-forged' }))));

    await rig.deliver(record);

    expect([...rig.rows.keys()]).toEqual(['et-1']);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe('body-corrupt');
    expect(rig.steps).not.toContain('handler');
  });

  it('does no harm when the event is done already', async () => {
    const rig = createRig();
    const record = rig.message(large);
    await rig.deliver(record);
    rig.bodies.clear();

    const response = await rig.deliver(again(record));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters).toEqual([]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE' });
  });
});

describe('RetryAfterError', () => {
  it('makes the message wait as asked, and gives the attempt back', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new RetryAfterError(120));

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.hidden).toEqual([{ receiptHandle: record.receiptHandle, seconds: 120 }]);
    expect(rig.rows.get('et-1')).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      lastError: { class: 'RetryAfterError', code: 'retry-after' },
    });
    expect(rig.records.measured).toEqual([
      { values: { Retries: 1 }, dimensions: { reason: 'retry-after' } },
    ]);
  });

  it('can be asked for as often as it takes', async () => {
    const rig = createRig();
    let record = rig.message(connected());
    rig.fail('handler', new RetryAfterError(900), 50);

    for (let receive = 1; receive <= 51; receive += 1) {
      await rig.deliver(record);
      record = again(record);
      vi.setSystemTime(Date.now() + 900_000);
    }

    expect(rig.deadLetters).toEqual([]);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE', attempts: 1 });
  });

  it.each([
    [1_000_000, 900],
    [-5, 0],
    [0.2, 1],
  ])('of %d seconds waits for %d', async (asked, waited) => {
    const rig = createRig();
    rig.fail('handler', new RetryAfterError(asked));

    await rig.deliver(rig.message(connected()));

    expect(rig.hidden[0]?.seconds).toBe(waited);
  });

  it('does not give back the attempts that failed before it', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', WENT_WRONG);
    rig.fail('handler', new RetryAfterError(1));
    await rig.deliver(record);

    await rig.deliver(again(record));

    expect(rig.rows.get('et-1')).toMatchObject({ status: 'FAILED', attempts: 1 });
  });
});
