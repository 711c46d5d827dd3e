import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markOf } from '../rig/mark.ts';
import { required } from '../../../lambdas/aws/environment.ts';
import { type Plan, planIn, type Step } from '../plan.ts';
import { jump } from './clock.ts';

/**
 * The plan of the event in hand. A process handles one event at a time, so it is the process's. Each plan
 * is carried out once, in whatever process: marks in a directory remember it.
 */
let current: { readonly id: string; readonly plan: Plan } | undefined;

const marks = required('FAULT_MARKS');

/** Takes an event in hand. */
export function inHand(id: string): void {
  const plan = planIn(id);
  current = plan && { id, plan };
  jump(0);
}

/** A point of the code: here the planned thing happens, if this is its place. */
export async function point(when: Plan['when'], step: Step): Promise<void> {
  if (current?.plan.step !== step || current.plan.when !== when || isMarked(current.id)) return;
  switch (current.plan.deed) {
    case 'crash':
      process.kill(process.pid, 'SIGKILL');
      // The signal may take a moment, in which nothing more shall happen.
      return await new Promise(() => undefined);
    case 'hang':
      return await new Promise(() => undefined);
    case 'clock':
      return jump(current.plan.seconds);
  }
}

function isMarked(id: string): boolean {
  const mark = join(marks, markOf(id));
  if (existsSync(mark)) return true;
  writeFileSync(mark, '');
  return false;
}

/** A call with a point before it and one behind it. */
export function between<Args extends unknown[], Result>(
  step: Step,
  call: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    await point('before', step);
    const result = await call(...args);
    await point('after', step);
    return result;
  };
}
