import type { SmileEvent } from '../../smile/events.ts';
import { defined, type Fact, RANK } from '../fact.ts';
import type { Task, ThingKey } from '../state-item.ts';
import { UNTYPED_TASK } from '../tasks.ts';
import { storedList } from '../stored-list.ts';
import { accountOf, archiveOf, recordOf, recordReferenceOf } from '../things.ts';

/** Continuous sync has no task type of its own at Smile. */
const SYNC = 'ACCOUNT_SYNC';

/**
 * The latest task of each type, on the account, archive or record that it worked on. A start is a statement.
 * An end is an occurrence: its payload is the data, which no later end brings again.
 */
export const taskFacts = {
  TASK_STARTED: ({ data }: SmileEvent<'TASK_STARTED'>) =>
    task(data, 'statement', data.taskType, { value: 'STARTED' }),

  TASK_FINISHED: ({ data }: SmileEvent<'TASK_FINISHED'>) =>
    task(
      data,
      'occurrence',
      data.taskType,
      defined({
        value: resultOf(data.status),
        errorCode: data.errorCode,
        dataPoints: storedList(data.datapoints),
      }),
    ),

  ACCOUNT_SYNC_TASK_FINISHED: ({ data }: SmileEvent<'ACCOUNT_SYNC_TASK_FINISHED'>) =>
    task(
      // Whatever stands in a field that this type does not have decides nothing.
      { ...data, taskType: undefined },
      'occurrence',
      SYNC,
      defined({
        value: resultOf(data.status),
        dataPoints: storedList(data.datapoints),
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

function task(
  source: Source,
  kind: Fact['kind'],
  taskType: string = UNTYPED_TASK,
  value: Task,
): Fact {
  const rank = kind === 'statement' ? RANK.taskStarted : RANK.taskFinished;
  const { thing, reference } = placeOf(source);
  return {
    thing,
    ...(reference ? { reference } : {}),
    kind,
    rank,
    section: 'tasks',
    // A name that all objects have can be no key: a reader would find what every object brings along.
    name: taskType in {} ? UNTYPED_TASK : taskType,
    value,
  };
}

/** A task about a record names its user, whom the record's own events do not name: that joins them. */
function placeOf(source: Source): Pick<Fact, 'thing' | 'reference'> {
  const thing = thingOf(source);
  const isRecord = thing.sk === 'RECORD';
  return {
    thing,
    ...(isRecord ? { reference: recordReferenceOf(source.userId, source.sourceId) } : {}),
  };
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
