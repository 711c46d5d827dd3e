import { buildEvent, type SmileWireEvent } from '../../testing/builders/build-event.ts';
import { overlay } from '../../testing/builders/overlay.ts';
import { SOURCE_TYPES, TASK_STATUSES } from '../../lambdas/smile/constants.ts';
import { type EventType, parseEvent } from '../../lambdas/smile/events.ts';
import type { Fact } from '../../lambdas/state/fact.ts';
import { factOf } from '../../lambdas/state/facts/facts.ts';
import { merge } from '../../lambdas/state/merge.ts';
import { stampOf } from '../../lambdas/state/stamp.ts';
import { type AnnouncementDetail, detailOf } from '../../lambdas/worker/announce.ts';
import { nestAll, type Path } from './strict-ids.ts';

const CREATED_AT = '2026-01-31T08:30:00Z';
/** Stands for every status that Smile may send: who passes it on, passes on all. */
export const ANY_STATUS = 'ANY_STATUS';
export const ANY_TASK = 'ANY_TASK';

/** What an event says to state, and what is announced of it. */
export interface Saying {
  readonly fact: Fact;
  readonly detail: AnnouncementDetail;
}

/**
 * What events of a type say, over all the forms that make a difference: the status, and the kind of thing
 * that a task worked on. Ids are given as `<userId>`.
 */
export function sayingsOf(type: EventType, strictIds: readonly Path[]): readonly Saying[] {
  const ids = strictIds.map((path) => [path, `<${path.at(-1)}>`] as const);
  const base = overlay({ id: '<id>', createdAt: CREATED_AT }, nestAll(ids));
  return formsOf(type).map((form) => saying(buildEvent(type, overlay(base, { data: form }))));
}

function saying(wire: SmileWireEvent): Saying {
  const event = parseEvent(wire);
  const fact = factOf(event);
  const { item } = merge(undefined, fact, stampOf(event, fact.rank, CREATED_AT));
  return { fact, detail: detailOf(event, { fact, state: item }, 'APPLIED') };
}

function formsOf(type: EventType): object[] {
  const data: object = buildEvent(type).data;
  const sources = 'sourceType' in data ? SOURCE_TYPES.map((sourceType) => ({ sourceType })) : [{}];
  const statuses =
    'status' in data ? [...TASK_STATUSES, null, ANY_STATUS].map((status) => ({ status })) : [{}];
  const task = 'taskType' in data ? { taskType: ANY_TASK } : {};
  const failure = 'errorCode' in data ? { errorCode: 'CODE' } : {};
  return sources.flatMap((source) =>
    statuses.map((status) => Object.assign({}, source, status, task, failure)),
  );
}
