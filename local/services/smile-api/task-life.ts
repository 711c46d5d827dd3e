import type { DataPoint, SourceType, TaskType } from '../../../lambdas/smile/constants.ts';
import type { WorldTask } from './things.ts';
import type { World } from './world.ts';

/** What a task works on. */
export interface TaskSource {
  readonly id: string;
  readonly userId: string;
  readonly providerId: string;
  readonly createdAt: string;
}

/** A task that runs, without an event: not every task has one. */
export function startTask(
  world: World,
  type: TaskType,
  sourceType: SourceType,
  source: TaskSource,
): WorldTask {
  const startedAt = world.now();
  return world.tasks.add({
    id: world.newId('task'),
    type,
    startedAt,
    finishedAt: null,
    status: 'Started',
    datapoints: [],
    metadata: {
      createdAt: startedAt,
      itemCreatedAt: source.createdAt,
      sourceId: source.id,
      sourceType,
      userId: source.userId,
      providerId: source.providerId,
    },
  });
}

/** REST does not tell how it ended; its event does. */
export function finishTask(
  world: World,
  task: WorldTask,
  datapoints: readonly DataPoint[],
): WorldTask {
  return world.tasks.replace({ ...task, finishedAt: world.now(), status: 'Finished', datapoints });
}

/** What TASK_STARTED and TASK_FINISHED both say. */
export function taskData({ type, metadata }: WorldTask) {
  const { userId, sourceId, sourceType, providerId } = metadata;
  return { userId, sourceId, sourceType, taskType: type, providers: [providerId] };
}
