import { compareStamps } from './stamp.ts';
import type { StateItem, KeptTask } from './state-item.ts';

/** Name of the tasks to which Smile gave no type (Smile OpenAPI 1.14.0: `taskType` is optional). */
export const UNTYPED_TASK = 'UNKNOWN';

/**
 * The tasks of a thing as a reader should take them. A finish without a type ends whatever was started before
 * it: until then such a task would seem to run for ever.
 */
export function tasksOf({ tasks = {} }: StateItem): Readonly<Record<string, KeptTask>> {
  const { [UNTYPED_TASK]: untyped } = tasks;
  const isFinish = untyped !== undefined && untyped.value !== 'STARTED';
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => {
      const isEnded = isFinish && task.value === 'STARTED' && compareStamps(untyped, task) > 0;
      return [name, isEnded ? untyped : task];
    }),
  );
}
