import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finderOf } from '../../../lambdas/receiver/create-handlers.ts';
import { createHandlers, type HandlerContext } from '../../../lambdas/receiver/index.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { ACKNOWLEDGED, again, connected, createRig, type Rig } from './rig.ts';

const NOW = '2026-11-25T02:00:05.000Z';
const KEY = 'widget:u-1:c-1';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(NOW) });
});

afterEach(() => {
  vi.useRealTimers();
});

/** `onAccountConnected` of one account as `POST /callbacks` queues it, unless told otherwise. */
function relayed(over: { id?: string; type?: string; createdAt?: string; data?: object } = {}) {
  return {
    id: over.id ?? KEY,
    version: 1,
    type: over.type ?? 'onAccountConnected',
    createdAt: over.createdAt ?? '2026-11-25T02:00:00.123Z',
    data: { userId: 'u-1', accountId: 'a-1', providerId: 'example_payroll', ...over.data },
  };
}

const messageOf = (
  rig: Rig,
  callback: object,
  delivery: Parameters<Rig['message']>[1] = { origin: 'widget' },
) => rig.message(callback, delivery);

describe('a callback of the widget', () => {
  it('is begun, written to state, handled, announced and finished, like an event', async () => {
    const rig = createRig();

    const response = await rig.deliver(messageOf(rig, relayed()));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.steps).toEqual([
      'ledger.begin',
      'states.read',
      'states.write',
      'handler',
      'announce',
      'ledger.finish',
    ]);
    expect(rig.rows.get(KEY)).toMatchObject({
      type: 'onAccountConnected',
      subject: 'u-1',
      accountId: 'a-1',
      origin: 'widget',
      status: 'DONE',
      outcome: 'APPLIED',
    });
    expect([...rig.items.values()]).toEqual([
      {
        pk: 'USER#u-1',
        sk: 'ACCOUNT#a-1',
        version: 1,
        widget: {
          onAccountConnected: {
            providerId: 'example_payroll',
            asOf: '2026-11-25T02:00:00.123Z',
            rank: 0,
            eventId: KEY,
            type: 'onAccountConnected',
          },
        },
      },
    ]);
  });

  it.each(CALLBACKS)('is counted by its name and outcome, and its age is not: %s', async (type) => {
    const rig = createRig();
    const data = { eventName: 'LoginPageOpened', reason: 'exit' };

    await rig.deliver(messageOf(rig, relayed({ type, data })));

    expect(rig.records.measured).toEqual([
      { values: { Handled: 1 }, dimensions: { type, outcome: 'APPLIED' } },
    ]);
    expect(rig.announced).toHaveLength(type === 'onUIEvent' ? 0 : 1);
  });

  it('comes to its own handler, with what both sides have said of the account', async () => {
    const rig = createRig();
    const seen: [unknown, HandlerContext][] = [];
    const handlers = createHandlers().onCallback('onAccountConnected', async (...call) => {
      seen.push(call);
    });
    await rig.deliver(rig.message(connected()));

    await rig.deliverTo({ find: finderOf(handlers) }, messageOf(rig, relayed()));

    expect(seen).toHaveLength(1);
    expect(seen[0]?.[0]).toEqual(relayed());
    expect(seen[0]?.[1].state).toMatchObject({
      status: { value: 'CONNECTED' },
      widget: { onAccountConnected: { eventId: KEY } },
    });
  });

  it('that is older than a known one of its name is handled too, and changes no state', async () => {
    const rig = createRig();
    await rig.deliver(messageOf(rig, relayed()));
    const [before] = [...rig.items.values()];
    const older = relayed({ id: 'widget:u-1:c-0', createdAt: '2026-11-25T02:00:00.122Z' });
    rig.steps.length = 0;

    await rig.deliver(messageOf(rig, older));

    expect(rig.steps).toEqual([
      'ledger.begin',
      'states.read',
      'handler',
      'announce',
      'ledger.finish',
    ]);
    expect([...rig.items.values()]).toEqual([before]);
    expect(rig.rows.get('widget:u-1:c-0')).toMatchObject({ outcome: 'APPLIED' });
  });

  it('that comes again is a duplicate', async () => {
    const rig = createRig();
    const record = messageOf(rig, relayed());
    await rig.deliver(record);

    await rig.deliver(again(record));
    await rig.deliver(messageOf(rig, relayed()));

    expect(rig.steps.filter((step) => step === 'handler')).toHaveLength(1);
    expect(rig.records.measured.slice(1).map(({ values }) => values)).toEqual([
      { Duplicates: 1 },
      { Duplicates: 1 },
    ]);
  });

  it('that is another one under a known id is a duplicate too, and nothing is quarantined', async () => {
    const rig = createRig();
    await rig.deliver(messageOf(rig, relayed()));
    const [before] = [...rig.items.values()];

    const response = await rig.deliver(messageOf(rig, relayed({ data: { providerId: 'other' } })));

    expect(response).toEqual(ACKNOWLEDGED);
    expect([...rig.rows.keys()]).toEqual([KEY]);
    expect([...rig.items.values()]).toEqual([before]);
    expect(rig.steps).not.toContain('ledger.quarantine');
    expect(rig.records.measured.at(-1)).toEqual({ values: { Duplicates: 1 }, dimensions: {} });
  });

  it('of a name that is not known here is kept', async () => {
    const rig = createRig();

    await rig.deliver(messageOf(rig, relayed({ type: 'onSomething' })));

    expect(rig.rows.get(KEY)).toMatchObject({ status: 'DONE', outcome: 'UNKNOWN_TYPE' });
    expect(rig.items.size).toBe(0);
    expect(rig.records.measured).toEqual([
      { values: { Handled: 1 }, dimensions: { type: 'OTHER', outcome: 'UNKNOWN_TYPE' } },
    ]);
  });

  it.each(['ACCOUNT_DISCONNECTED', 'ACCOUNT_CONNECTED', 'USER_CREATED'])(
    'never passes for an event of Smile’s server: %s',
    async (type) => {
      const rig = createRig();

      await rig.deliver(messageOf(rig, relayed({ type })));

      expect(rig.items.size).toBe(0);
      expect(rig.rows.get(KEY)).toMatchObject({ outcome: 'UNKNOWN_TYPE' });
      expect(rig.records.measured[0]?.dimensions).toEqual({
        type: 'OTHER',
        outcome: 'UNKNOWN_TYPE',
      });
    },
  );

  it('from tomorrow is dated to now, and says nothing of Smile’s clock', async () => {
    const rig = createRig();

    await rig.deliver(messageOf(rig, relayed({ createdAt: '2026-11-26T02:00:00.000Z' })));

    const [item] = [...rig.items.values()];
    expect(item?.widget?.onAccountConnected?.asOf).toBe('2026-11-25T02:05:05.000Z');
    expect(rig.records.measured.map(({ values }) => values)).toEqual([{ Handled: 1 }]);
  });

  it('that names no account is kept with its user, and waits for no webhook', async () => {
    const rig = createRig();

    await rig.deliver(messageOf(rig, relayed({ data: { accountId: null } })));

    expect(rig.rows.get(KEY)).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
    const [item] = [...rig.items.values()];
    expect(item).toMatchObject({ sk: 'WIDGET', widget: { onAccountConnected: {} } });
    expect(item).not.toHaveProperty('awaiting');
  });

  it('that lacks its user is a dead letter, counted by its name', async () => {
    const rig = createRig();

    await rig.deliver(messageOf(rig, relayed({ data: { userId: null } })));

    expect(rig.rows.get(KEY)).toMatchObject({
      status: 'DEAD',
      lastError: { class: 'EventSchemaError', message: 'schema: data.userId' },
    });
    expect(rig.deadLetters[0]?.attributes).toMatchObject({ ticket: 'true', eventId: KEY });
    expect(rig.records.measured.at(-1)).toEqual({
      values: { DeadLetters: 1 },
      dimensions: { type: 'onAccountConnected' },
    });
  });

  it('is announced with its ids and without a status, whatever the server has said', async () => {
    const rig = createRig();
    await rig.deliver(rig.message(connected()));

    await rig.deliver(messageOf(rig, relayed({ data: { status: 'SUCCEEDED', name: 'Canary' } })));

    expect(rig.announced[1]).toEqual({
      eventId: KEY,
      userId: 'u-1',
      accountId: 'a-1',
      createdAt: '2026-11-25T02:00:00.123Z',
      outcome: 'APPLIED',
    });
  });
});

describe('a replay of a callback', () => {
  it('is handled as a callback once more, under a key of its own', async () => {
    const rig = createRig();
    await rig.deliver(messageOf(rig, relayed()));

    await rig.deliver(messageOf(rig, relayed(), { origin: 'widget', replayId: 'r-1' }));

    expect(rig.rows.get(`${KEY}#r-1`)).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
    expect(rig.announced.map(({ eventId }) => eventId)).toEqual([KEY, `${KEY}#r-1`]);
    expect([...rig.items.values()]).toMatchObject([
      { widget: { onAccountConnected: { eventId: KEY } } },
    ]);
  });
});

describe('a webhook that looks like a callback', () => {
  it('by its type is of an unknown type, and is none in the metrics', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(relayed({ id: 'et-1' })));

    expect(rig.rows.get('et-1')).toMatchObject({ outcome: 'UNKNOWN_TYPE' });
    expect(rig.items.size).toBe(0);
    expect(rig.records.measured[0]).toEqual({
      values: { Handled: 1 },
      dimensions: { type: 'OTHER', outcome: 'UNKNOWN_TYPE' },
    });
  });

  it('by its id and type is a row of its own, of an unknown type', async () => {
    const rig = createRig();
    await rig.deliver(messageOf(rig, relayed()));

    await rig.deliver(rig.message(relayed({ data: { providerId: 'other' } })));

    expect(rig.rows.get(`smile:${KEY}`)).toMatchObject({ outcome: 'UNKNOWN_TYPE' });
    expect(rig.rows.get(KEY)).toMatchObject({ outcome: 'APPLIED' });
    expect(rig.records.measured.filter(({ values }) => values.Duplicates)).toEqual([]);
  });

  it('by its id alone is an event like any other', async () => {
    const rig = createRig();

    await rig.deliver(rig.message(connected({ id: KEY })));

    expect(rig.rows.get(`smile:${KEY}`)).toMatchObject({ outcome: 'APPLIED' });
    expect(rig.announced[0]).toMatchObject({ eventId: `smile:${KEY}`, status: 'CONNECTED' });
    expect(rig.records.measured[1]?.values).toHaveProperty('AgeToDone');
  });

  it.each(['reconciler', 'trigger'] as const)('is none when the %s sent it', async (origin) => {
    const rig = createRig();

    await rig.deliver(messageOf(rig, relayed(), { origin }));

    expect([...rig.rows.keys()]).toEqual([`smile:${KEY}`]);
  });

  it('is none when its message has lost the attribute that says who sent it', async () => {
    const rig = createRig();
    const record = messageOf(rig, relayed());
    const { origin: _, ...others } = record.messageAttributes;

    await rig.deliver({ ...record, messageAttributes: others });

    expect(rig.rows.get(`smile:${KEY}`)).toMatchObject({
      origin: 'webhook',
      outcome: 'UNKNOWN_TYPE',
    });
    expect(rig.items.size).toBe(0);
  });
});
