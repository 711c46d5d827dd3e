import assert from 'node:assert/strict';
import { parseEvent } from '../../../lambdas/smile/events.ts';
import { factOf } from '../../../lambdas/state/facts/facts.ts';
import type { Fact } from '../../../lambdas/state/fact.ts';
import { merge, type StaleBecause } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { outcomesOf, stateOf } from '../../faults/model.ts';
import { anyDelivery, anyEvents } from '../inputs/history.ts';
import { target } from '../target.ts';

/** Why an event was called stale, and what was on file then. */
interface Reason {
  readonly staleBecause: StaleBecause | undefined;
  readonly item: StateItem;
  readonly fact: Fact;
}

/** What made an event stale is on file, as the same fact or as the end. */
function assertReason({ staleBecause, item, fact }: Reason): void {
  if (staleBecause === undefined) return;
  const onFile = fact.section === 'status' ? item.status : item[fact.section]?.[fact.name];
  const known = [fact.kind === 'statement' ? onFile : undefined, item.endedBy];
  const isOnFile = known.some(
    (stamp) => stamp?.eventId === staleBecause.eventId && stamp.type === staleBecause.type,
  );
  assert.ok(isOnFile, 'stale without a reason');
}

const inputs = anyEvents.chain((events) => anyDelivery(events));

/** @param mergeOne what is on trial */
export const stateTarget = (mergeOne = merge) =>
  target(
    'events in every order, with every repetition, lead to the state that the set of them means',
    25,
    inputs,
    (delivery) => {
      const items = new Map<string, StateItem>();
      const outcomes = new Map<string, string>();
      const reasons: Reason[] = [];
      for (const { receivedAt, ...envelope } of delivery) {
        const event = parseEvent(envelope);
        const fact = factOf(event);
        const key = `${fact.thing.pk} ${fact.thing.sk}`;
        const stamp = stampOf(event, fact.rank, receivedAt);
        const { item, staleBecause } = mergeOne(items.get(key), fact, stamp);
        items.set(key, item);
        // A repetition is news only while nothing newer came: the ledger would not have let it run.
        if (!outcomes.has(event.id)) outcomes.set(event.id, staleBecause ? 'STALE' : 'APPLIED');
        reasons.push({ staleBecause, item, fact });
      }

      const known = Array.from(
        items,
        ([key, { version: _version, ...item }]) => [key, item] as const,
      );
      assert.deepEqual(new Map<string, object>(known), stateOf(new Set(delivery)), 'another state');
      assert.deepEqual(outcomes, outcomesOf([...new Set(delivery)]), 'another outcome');
      for (const reason of reasons) assertReason(reason);
    },
  );
