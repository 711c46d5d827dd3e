import * as z from 'zod/mini';
import type { DataPoint, SourceType, TaskType } from '../constants.ts';
import { code, codes, id, optionalId } from '../schemas/field.ts';
import { instantOrNone, mustBeCode, mustBeInstant } from './field.ts';
import { itemsOf } from './items.ts';
import { daysIn, type ListedDays } from './listed-days.ts';
import type { CallOptions, SmileApi } from './smile-api.ts';

/** Says that a task ended, but not how: success and error are told by the webhook only (Smile OpenAPI 1.14.0). */
export type TaskProgress = 'Started' | 'Finished';

/** `Task` (Smile OpenAPI 1.14.0). Events name no task: match them by source, type and time. */
const task = z.object({
  id,
  type: mustBeCode<TaskType>(),
  status: mustBeCode<TaskProgress>(),
  startedAt: mustBeInstant,
  /** Undefined while it runs. */
  finishedAt: instantOrNone,
  datapoints: codes<DataPoint>(),
  metadata: z.object({
    userId: id,
    sourceId: id,
    sourceType: code<SourceType>(),
    providerId: optionalId,
  }),
});

export type Task = z.output<typeof task>;

export interface TaskFilter extends ListedDays {
  readonly userId?: string | undefined;
  /** An account or an archive. */
  readonly sourceId?: string | undefined;
}

export function listTasks(
  api: SmileApi,
  { userId, sourceId, ...days }: TaskFilter = {},
  options?: CallOptions,
): AsyncGenerator<Task> {
  return itemsOf(api, '/tasks', { userId, sourceId, ...daysIn(days) }, task, options);
}
