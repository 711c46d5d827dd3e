import type { SmileEvent } from '../../smile/events.ts';
import { defined, type Effect, RANK } from '../effect.ts';
import type { Task, ThingKey } from '../state-item.ts';
import { accountOf, archiveOf, recordOf } from '../things.ts';

/** Continuous sync has no task type of its own at Smile. */
const SYNC = 'ACCOUNT_SYNC';

/** The latest task of each type, on the account, archive or record that it worked on. */
export const taskEffects = {
  TASK_STARTED: ({ data }: SmileEvent<'TASK_STARTED'>) =>
    task(data, RANK.taskStarted, data.taskType, { value: 'STARTED' }),

  TASK_FINISHED: ({ data }: SmileEvent<'TASK_FINISHED'>) =>
    task(
      data,
      RANK.taskFinished,
      data.taskType,
      defined({
        value: resultOf(data.status),
        errorCode: data.errorCode,
        dataPoints: data.datapoints,
      }),
    ),

  ACCOUNT_SYNC_TASK_FINISHED: ({ data }: SmileEvent<'ACCOUNT_SYNC_TASK_FINISHED'>) =>
    task(
      // Whatever stands in a field that this type does not have decides nothing.
      { ...data, taskType: undefined },
      RANK.taskFinished,
      SYNC,
      defined({
        value: resultOf(data.status),
        dataPoints: data.datapoints,
        monitorStatus: data.monitorStatus,
      }),
    ),
};

interface Source {
  userId: string;
  sourceId: string;
  sourceType?: string | undefined;
  taskType?: string | undefined;
}

function task(source: Source, rank: number, taskType: string | undefined, value: Task): Effect {
  return { thing: thingOf(source), rank, fact: 'tasks', name: nameOf(taskType), value };
}

/** An unknown type keeps its name; anything that is no name at all goes under `UNKNOWN`. */
function nameOf(taskType: string | undefined): string {
  return taskType !== undefined && /^[A-Z][A-Z0-9_]{0,63}$/.test(taskType) ? taskType : 'UNKNOWN';
}

/** A status that Smile does not send, or that is new, is not a success (Smile OpenAPI: optional). */
function resultOf(status: string | undefined): Task['value'] {
  return status === 'SUCCEEDED' || status === 'FAILED' ? status : 'UNKNOWN';
}

/**
 * `sourceType` is nullable and was seen as `ACCOUNT`, `Account` and `ACCOUNTS`; then the task type
 * decides, then the form of the id (`archive-`, once `u-`).
 */
function thingOf({ userId, sourceId, sourceType, taskType }: Source): ThingKey {
  const kind = sourceType?.toUpperCase() ?? '';
  if (kind.startsWith('SOCIAL')) return recordOf(sourceId);
  if (kind.startsWith('ARCHIVE') || kind.startsWith('UPLOAD')) return archiveOf(userId, sourceId);
  if (kind.startsWith('ACCOUNT')) return accountOf(userId, sourceId);
  const isArchive = taskType?.endsWith('_ARCHIVE') || /^(archive|u)-/.test(sourceId);
  return isArchive ? archiveOf(userId, sourceId) : accountOf(userId, sourceId);
}
