import { describe, expect, it } from 'vitest';
import { NonRetriableError } from '../../../lambdas/receiver/non-retriable-error.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { CANARY, CANARY_AMOUNT, personalEvent } from './canaries.ts';
import { again, connected, createRig, type Rig } from './rig.ts';

const withoutBody = (name: string, value: unknown) => (name === 'body' ? undefined : value);

/** Everything that leaves the worker for people: not the bodies, which are kept on purpose. */
function told({ records, rows, announced, deadLetters }: Rig): string {
  const attributes = deadLetters.map((letter) => letter.attributes);
  return (
    records.said() +
    JSON.stringify({ rows: [...rows.values()], attributes, announced }, withoutBody)
  );
}

/** An error as a library throws it: with the data, and lines that look like frames, in its text. */
const talkative = () => new Error(`cannot save ${CANARY}\n    at ${CANARY} (${CANARY_AMOUNT})`);

describe('what the worker tells about an event', () => {
  it.each(EVENT_TYPES)('holds nothing personal: %s, done', async (type) => {
    const rig = createRig();

    await rig.deliver(rig.message(personalEvent(type)));

    expect([...rig.rows.values()]).toMatchObject([{ status: 'DONE' }]);
    expect(rig.announced).toHaveLength(1);
    expect(told(rig)).not.toContain(CANARY);
    expect(told(rig)).not.toContain(String(CANARY_AMOUNT));
  });

  it('holds nothing personal when its handler fails with it in the message', async () => {
    const rig = createRig();
    let record = rig.message(personalEvent('TASK_FINISHED'));
    rig.fail('handler', talkative(), 5);

    for (let receive = 1; receive <= 5; receive += 1) {
      await rig.deliver(record);
      record = again(record);
    }

    expect(rig.deadLetters).toHaveLength(1);
    expect(told(rig)).not.toContain(CANARY);
    expect(told(rig)).not.toContain(String(CANARY_AMOUNT));
  });

  it.each<[string, 'handler' | 'ledger.begin' | 'announce', object]>([
    ['handler', 'handler', { name: 'juan.canarylogin', code: 'juan.canarylogin' }],
    ['handler', 'handler', { name: 'JuanCanary', code: 'JUAN_CANARY' }],
    ['handler', 'handler', { code: 'TypeError:juan.canarylogin' }],
    ['ledger', 'ledger.begin', { name: 'juan.canarylogin', code: 'canary-juan' }],
  ])('holds no login that the %s throws as a name or a code: %s %j', async (_, step, fields) => {
    const rig = createRig();
    let record = rig.message(connected());
    rig.fail(step, Object.assign(new Error('x'), fields), 5);

    for (let receive = 1; receive <= 5; receive += 1) {
      await rig.deliver(record);
      record = again(record);
    }

    expect(rig.deadLetters).toHaveLength(1);
    expect(told(rig)).not.toMatch(/canary|juan/i);
  });

  it('holds nothing personal when it cannot begin', async () => {
    const rig = createRig();
    rig.fail('ledger.begin', talkative(), 2);
    const record = rig.message(personalEvent('ACCOUNT_CONNECTED'));

    await rig.deliver(record);
    await rig.deliver(again(record, 9));

    expect(rig.deadLetters).toHaveLength(1);
    expect(told(rig)).not.toContain(CANARY);
  });

  it('holds nothing personal when its ids are missing', async () => {
    const rig = createRig();
    const event = connected({ data: { userId: { [CANARY]: CANARY }, loginName: CANARY } });

    await rig.deliver(rig.message(event));

    expect(rig.deadLetters).toHaveLength(1);
    expect(told(rig)).not.toContain(CANARY);
  });

  it('holds nothing personal when nobody can read it', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(Buffer.from(`{"loginName":"${CANARY}"`)));

    expect(rig.rows.size).toBe(1);
    expect(told(rig)).not.toContain(CANARY);
  });

  it('holds what the handler gave as its reason: those words are its own', async () => {
    const rig = createRig();
    rig.fail('handler', new NonRetriableError('no partner'));

    await rig.deliver(rig.message(connected()));

    expect(told(rig)).toContain('no partner');
  });

  it('names no event, user or message in a metric', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new Error('x'));
    await rig.deliver(record);
    await rig.deliver(again(record));

    const measured = JSON.stringify(rig.records.measured);

    expect(measured).toContain('Handled');
    expect(measured).not.toMatch(/et-1|u-1|a-1|message-|request-/);
  });
});

describe('the state of a thing', () => {
  it.each(['ACCOUNT_CONNECTED', 'ACCOUNT_FAILED'] as const)(
    'keeps neither login name nor free text of %s',
    async (type) => {
      const rig = createRig();
      const event = { ...personalEvent(type) };
      const data = { ...(event.data as object), providers: ['p'], errorCode: 'INVALID_AUTH' };

      await rig.deliver(rig.message({ ...event, data }));

      expect(rig.items.size).toBe(1);
      expect(JSON.stringify([...rig.items])).not.toContain(CANARY);
    },
  );
});
