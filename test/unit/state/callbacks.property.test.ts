import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';
import type { CallbackName } from '../../../lambdas/smile/widget.ts';
import { awaitingKeys } from '../../../lambdas/state/awaiting-webhook.ts';
import { compareStamps, type Stamp } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import type { Received } from './apply.ts';
import { applyEach, applyEither } from './apply-either.ts';

const START = Date.UTC(2026, 10, 25, 2, 0, 0);
const IDS = { userId: 'u1', accountId: 'a1' };

const WEBHOOKS = [
  'ACCOUNT_CREATED',
  'ACCOUNT_CONNECTED',
  'ACCOUNT_FAILED',
  'ACCOUNT_DISCONNECTED',
  'INCOMES_ADDED',
  'TASK_STARTED',
  'TASK_FINISHED',
] as const satisfies EventType[];

const CALLBACKS = [
  'onAccountCreated',
  'onAccountConnected',
  'onAccountError',
  'onAccountRemoved',
] as const satisfies CallbackName[];

/** When something was said and received; some clocks are far ahead, and equal times are usual. */
const times = {
  ahead: fc.constantFrom(0, 0, 0, 500_000, 4_000_000_000),
  receivedAfter: fc.integer({ min: 0, max: 3 }).map((minutes) => minutes * 60_000),
};
const iso = (after: number) => new Date(START + after).toISOString();

const webhook = fc
  .record({ type: fc.constantFrom(...WEBHOOKS), second: fc.integer({ min: 0, max: 5 }), ...times })
  .map(({ type, second, ahead, receivedAfter }) => {
    const ofTask = {
      userId: 'u1',
      sourceId: 'a1',
      sourceType: 'ACCOUNT',
      taskType: 'LINK_ACCOUNT',
    };
    const data = type.startsWith('TASK') ? ofTask : IDS;
    const createdAt = iso(second * 1000 + ahead);
    return buildEvent(type, { createdAt, data, receivedAt: iso(receivedAfter) });
  });

const callback = fc
  .record({ type: fc.constantFrom(...CALLBACKS), ms: fc.integer({ min: 0, max: 6000 }), ...times })
  .map(({ type, ms, ahead, receivedAfter }) => ({
    type,
    createdAt: iso(ms + ahead),
    receivedAt: iso(receivedAfter),
    data: { ...IDS, providerId: `p-${ms}`, errorCode: 'INVALID_MFA' },
  }));

/** Webhooks and callbacks of one account in any order, each with an id of its own. */
const anyHistory = fc
  .array(fc.oneof(webhook, callback), { minLength: 1, maxLength: 14 })
  .map((drawn) =>
    drawn.map((each, n) => ({
      ...each,
      id: isOfWidget(each) ? `widget:u1:c-${n}` : `et-${n}`,
    })),
  ) as fc.Arbitrary<Received[]>;

/** The same in another order, some of it twice. */
const redelivered = (history: readonly Received[]) =>
  fc
    .shuffledSubarray([...history, ...history], { minLength: history.length })
    .map((some) => some.concat(history.filter((each) => !some.includes(each))));

const anyDelivery = anyHistory.chain((history) =>
  fc.tuple(fc.constant(history), redelivered(history)),
);

function isOfWidget({ type }: { readonly type: string }): boolean {
  return type.startsWith('on');
}

const said = (history: readonly Received[]) => history.filter(isOfWidget);
const told = (history: readonly Received[]) => history.filter((each) => !isOfWidget(each));

/** The one fact that an event says of an account that nothing is known of. */
function stampIn(received: Received): Stamp {
  const { status, tasks, dataPoints, widget } = applyEach([received]) ?? bare();
  const facts = [tasks, dataPoints, widget].flatMap((all) => Object.values(all ?? {}));
  const stamp = status ?? facts[0];
  if (!stamp) throw new Error(`${received.type} says nothing`);
  return stamp;
}

const isEnd = ({ type }: Received) => type === 'ACCOUNT_DISCONNECTED';

/** What was said after the account was disconnected for the last time, the end not included. */
function sinceLastEnd(history: readonly Received[]): readonly Received[] {
  const [end] = history.filter(isEnd).map(stampIn).toSorted(compareStamps).toReversed();
  if (!end) return history;
  return history.filter((each) => !isEnd(each) && compareStamps(stampIn(each), end) > 0);
}

describe('an account that the widget and the server speak of', () => {
  it('is to the server’s words what it is without the widget’s', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { widget: _, ...established } = applyEach(history) ?? {};

        expect(established).toEqual(applyEach(told(history)) ?? bare());
      }),
      { numRuns: 1000 },
    );
  });

  it('has of the widget’s words the latest of each, but for what is older than an end', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const item = applyEach(history);

        const end = item?.endedBy;
        const all = Object.entries(applyEach(said(history))?.widget ?? {});
        const newer = all.filter(([, fact]) => !end || compareStamps(fact, end) > 0);
        expect(item?.widget ?? {}).toEqual(Object.fromEntries(newer));
      }),
      { numRuns: 1000 },
    );
  });

  it('has no empty section of the widget’s words', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(applyEach(history)?.widget).not.toEqual({});
      }),
    );
  });

  it('is the same item in every order and with every repetition, its index keys included', () => {
    fc.assert(
      fc.property(anyDelivery, ([history, delivery]) => {
        const item = applyEach(history);

        const other = applyEach(delivery);

        expect(other).toEqual(item);
        expect(awaitingKeys(other ?? bare(), 0)).toEqual(awaitingKeys(item ?? bare(), 0));
      }),
      { numRuns: 2000 },
    );
  });

  it('waits for a webhook exactly when the widget has connected it, since its last end, and none has come since', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const life = sinceLastEnd(history);
        const connected = life.filter(({ type }) => type === 'onAccountConnected');
        const isWaiting = connected.length > 0 && told(life).length === 0;

        expect(awaitingKeys(applyEach(history) ?? bare(), 0).awaiting).toBe(
          isWaiting ? 'WEBHOOK' : undefined,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('takes nothing from a callback that is stale, and its own fact alone from the latest of its name', () => {
    const last = fc.tuple(anyHistory, callback);

    fc.assert(
      fc.property(last, ([history, drawn]) => {
        const before = applyEach(history) ?? bare();
        const received = { ...drawn, id: 'widget:u1:last' };

        const { item, staleBecause } = applyEither(before, received);

        const facts = { ...before.widget, [drawn.type]: item.widget?.[drawn.type] };
        const isFact = facts[drawn.type]?.eventId === received.id;
        const own = stampIn(received);
        const known = before.widget?.[drawn.type];
        const isEnded = before.endedBy !== undefined && compareStamps(own, before.endedBy) < 0;
        const isLatest = !isEnded && (known === undefined || compareStamps(own, known) > 0);
        expect(staleBecause?.eventId).toBe(isEnded ? before.endedBy?.eventId : undefined);
        expect({ isFact, isSame: item === before }).toEqual({
          isFact: isLatest,
          isSame: !isLatest,
        });
        expect(item).toEqual(isLatest ? { ...before, widget: facts } : before);
      }),
      { numRuns: 1000 },
    );
  });
});

function bare(): StateItem {
  return { pk: 'USER#u1', sk: 'ACCOUNT#a1', version: 0 };
}
