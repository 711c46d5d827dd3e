import { bodyOf } from '../../operations/body-of.ts';
import type { EventFeed, FedRow } from '../../operations/event-feed.ts';
import { reasonOf } from '../../operations/reason.ts';
import { rowsByKey } from '../../operations/rows.ts';
import type { Stage } from '../../operations/stage.ts';
import { timelineOf } from '../../operations/timeline.ts';
import type { Detail, Failure } from '../contract.ts';
import { maskedBody } from './mask.ts';
import { Refused } from './refused.ts';
import { rowView } from './row-view.ts';

/** Class, message and frames of an error, as V8 writes them; only the local run has them. */
export type StackOf = (eventId: string) => string | undefined;

/**
 * Everything about an event but its body, read now.
 *
 * @throws Refused if there is no such event
 */
export async function detailOf(
  stage: Stage,
  feed: EventFeed,
  stackOf: StackOf,
  id: string,
): Promise<Detail> {
  const [row] = await rowsByKey(stage, [id]);
  if (!row) {
    throw new Refused(
      404,
      'no-event',
      `There is no event ${id} here. Compare the id and the stage. It may never have come, its signature may have been refused, or it is older than 90 days.`,
    );
  }
  await feed.reach({ ids: [id] });
  const fed = feed.rows().find((each) => each.row.eventId === id);
  const { createdAt, completedAt, staleBecause, changes = [], announced, history } = row;
  const body = row.bodyRef === undefined ? row.body : await textOf(stage, row);
  const version = history?.at(-1)?.version;
  const isTellable = !stage.isLocal && row.status === 'DEAD' && version !== undefined;
  return {
    row: rowView({ row, againAt: fed?.againAt }),
    createdAt,
    completedAt,
    steps: timelineOf(row),
    failure: failureOf(row, feed.rows(), stackOf(id)),
    stale: staleBecause,
    changes: changes.map(({ path, from, to }) => ({ path, from, to })),
    announced,
    bodyBytes: body === undefined ? undefined : Buffer.byteLength(body),
    masked: body === undefined ? undefined : maskedBody(body),
    isDeployedSince: isTellable ? version !== stage.names.workerVersion : undefined,
  };
}

/** Masked before it leaves this process. */
async function textOf(...of: Parameters<typeof bodyOf>): Promise<string | undefined> {
  const bytes = await bodyOf(...of);
  return bytes && Buffer.from(bytes).toString();
}

function failureOf(
  row: FedRow['row'],
  all: readonly FedRow[],
  stack: string | undefined,
): Failure | undefined {
  const { lastError, status, eventId } = row;
  if (!lastError || (status === 'DONE' && stack === undefined)) return undefined;
  const { key } = reasonOf(row);
  const others = all.filter(
    (each) =>
      each.row.status === 'DEAD' && each.row.eventId !== eventId && reasonOf(each.row).key === key,
  );
  const { message, frames } = splitStack(stack);
  return {
    errorClass: lastError.class,
    code: lastError.code,
    message: lastError.message ?? message,
    at: lastError.at,
    frames,
    others: others.length,
  };
}

function splitStack(stack = ''): { message: string | undefined; frames: readonly string[] } {
  const begin = stack.search(/\n\s+at /);
  const head = begin < 0 ? stack : stack.slice(0, begin);
  const frames = begin < 0 ? [] : stack.slice(begin).trim().split(/\n\s*/);
  const message = head.replace(/^[\w$.]+(?: \[\w+\])?:? ?/, '');
  return { message: message || undefined, frames };
}
