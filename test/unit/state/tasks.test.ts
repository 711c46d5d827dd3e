import { describe, expect, it } from 'vitest';
import type { KeptTask, StateItem } from '../../../lambdas/state/state-item.ts';
import { tasksOf } from '../../../lambdas/state/tasks.ts';

const taskOf = (value: KeptTask['value'], second: number): KeptTask => ({
  value,
  asOf: `2026-11-25T01:00:0${second}.000Z`,
  rank: 0,
  eventId: `et-${second}`,
  type: 'A_TYPE',
});

const withTasks = (tasks: StateItem['tasks']): StateItem => ({
  pk: 'USER#u-1',
  sk: 'ACCOUNT#a-1',
  version: 1,
  ...(tasks ? { tasks } : {}),
});

describe('a task that was started', () => {
  it.each(['SUCCEEDED', 'FAILED', 'UNKNOWN'] as const)(
    'has ended with a newer finish without a type, as that one says: %s',
    (value) => {
      const finish = taskOf(value, 4);

      const tasks = tasksOf(withTasks({ LINK_ACCOUNT: taskOf('STARTED', 3), UNKNOWN: finish }));

      expect(tasks).toEqual({ LINK_ACCOUNT: finish, UNKNOWN: finish });
    },
  );

  it('goes on when the finish without a type is older', () => {
    const known = { LINK_ACCOUNT: taskOf('STARTED', 5), UNKNOWN: taskOf('SUCCEEDED', 4) };

    expect(tasksOf(withTasks(known))).toEqual(known);
  });

  it('goes on when what has no type was only started as well', () => {
    const known = { LINK_ACCOUNT: taskOf('STARTED', 3), UNKNOWN: taskOf('STARTED', 4) };

    expect(tasksOf(withTasks(known))).toEqual(known);
  });

  it('keeps its own end, whatever a finish without a type says later', () => {
    const known = { LINK_ACCOUNT: taskOf('FAILED', 3), UNKNOWN: taskOf('SUCCEEDED', 4) };

    expect(tasksOf(withTasks(known))).toEqual(known);
  });
});

describe('the tasks of a thing', () => {
  it('are none when it never had one', () => {
    expect(tasksOf(withTasks(undefined))).toEqual({});
  });
});
