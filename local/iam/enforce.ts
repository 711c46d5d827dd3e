import type { Made } from '../template/resolve.ts';
import type { System } from '../template/system.ts';
import { canEvaluate } from './evaluate.ts';
import type { Gate } from './gate.ts';
import { createGuard, type Decision } from './guard.ts';
import { judgeBy } from './judge.ts';
import { checkMapping } from './mapping-needs.ts';
import { principalsOf } from './principals.ts';

/** What is enforced. */
export interface EnforcedParts {
  readonly system: System;
  readonly made: Made;
  /** Of all secrets in the run. */
  readonly secretNames: ReadonlySet<string>;
  /** Default: nobody is told. */
  readonly decided?: ((decision: Decision) => void) | undefined;
  readonly logLine: (line: string) => void;
}

/**
 * Enforces what the template lets each function do, if the simulator is installed.
 *
 * @param gate before the services
 * @returns whether it is
 * @throws MappingNotPermitted
 */
export async function enforce(parts: EnforcedParts, gate: Gate): Promise<boolean> {
  const { system, made, secretNames, decided = () => undefined, logLine } = parts;
  if (!canEvaluate()) {
    logLine(
      'IAM is not enforced in this run: npm install --save-dev @cloud-copilot/iam-simulate (AGPL-3.0) lets it refuse what AWS would refuse.',
    );
    return false;
  }
  const principals = principalsOf(system, made, secretNames);
  const guard = createGuard(principals, decided, logLine);
  await checkMapping(guard, principals.worker, made[system.mapping.queueId]?.arn ?? '');
  gate.enforce(judgeBy(guard, principals));
  return true;
}
