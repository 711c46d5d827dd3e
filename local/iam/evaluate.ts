import { ACCOUNT } from '../aws.ts';
import type { Statement } from '../template/read-role.ts';
import type { Permission } from './permission.ts';

/** Who calls, and what is written about that: statements in plain text. */
export interface Policies {
  /** ARN of the role's session. */
  readonly principal: string;
  /** Of the role. */
  readonly identity: readonly Statement[];
  /** Of the resource. */
  readonly resource: readonly Statement[];
}

/** Whether a call is allowed, and by what. */
export type Verdict = 'allowed' | 'no policy allows it' | 'a policy denies it' | 'not judged';

/** Takes a tenth of a second, so that a start begins it while it waits for the engines. */
export async function loadSimulator() {
  return await import('@cloud-copilot/iam-simulate');
}

/**
 * Whether the simulator is there. It is under the AGPL, so that the package, which is under MIT, leaves it to its
 * users to install it: a clone has it.
 */
export function canEvaluate(): boolean {
  try {
    return import.meta.resolve('@cloud-copilot/iam-simulate') !== '';
  } catch {
    return false;
  }
}

/**
 * Judges a call by IAM's rules (IAM user guide, Policy evaluation logic). `not judged` is a call whose action
 * or policies IAM does not know; AWS would not allow it either.
 */
export async function evaluate(
  { principal, identity, resource: onResource }: Policies,
  { action, resource, context }: Permission,
): Promise<Verdict> {
  const { runSimulation } = await loadSimulator();
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      identityPolicies: [{ name: 'role', policy: documentOf(identity) }],
      ...(onResource.length > 0 ? { resourcePolicy: documentOf(onResource) } : {}),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error') return 'not judged';
  if (answer.overallResult === 'Allowed') return 'allowed';
  return answer.overallResult === 'ExplicitlyDenied' ? 'a policy denies it' : 'no policy allows it';
}

function documentOf(Statement: readonly Statement[]) {
  return { Version: '2012-10-17', Statement };
}
