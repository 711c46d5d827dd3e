import type { Endpoints } from '../environment.ts';
import type { Made } from '../template/resolve.ts';
import type { System } from '../template/system.ts';
import type { Teardown } from '../teardown.ts';
import { canEvaluate } from './evaluate.ts';
import { createGuard, type Decision } from './guard.ts';
import { checkMapping } from './mapping-needs.ts';
import { principalsOf } from './principals.ts';
import { startProxy } from './proxy.ts';

/** What is enforced, and before what. */
export interface EnforcedParts {
  readonly system: System;
  readonly made: Made;
  /** Of the services themselves. */
  readonly endpoints: Endpoints;
  /** Of all secrets in the run. */
  readonly secretNames: ReadonlySet<string>;
  /** Default: nobody is told. */
  readonly decided?: ((decision: Decision) => void) | undefined;
  readonly logLine: (line: string) => void;
}

/**
 * Enforces what the template lets each function do, if the simulator is installed.
 *
 * @returns the endpoints for functions
 * @throws MappingNotPermitted
 */
export async function enforce(parts: EnforcedParts, teardown: Teardown): Promise<Endpoints> {
  const { system, made, endpoints, secretNames, decided = () => undefined, logLine } = parts;
  if (!canEvaluate()) {
    logLine(
      'IAM is not enforced in this run: npm install --save-dev @cloud-copilot/iam-simulate (AGPL-3.0) lets it refuse what AWS would refuse.',
    );
    return endpoints;
  }
  const principals = principalsOf(system, made, secretNames);
  const guard = createGuard(principals, decided, logLine);
  await checkMapping(guard, principals.worker, made[system.mapping.queueId]?.arn ?? '');
  const proxy = await startProxy({ endpoints, principals, secretNames, guard });
  teardown.add(() => proxy.close());
  const { url } = proxy;
  return { sqs: url, s3: url, dynamodb: url, secretsManager: url, eventBridge: url };
}
