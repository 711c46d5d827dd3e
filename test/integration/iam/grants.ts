import { evaluate } from '../../../local/iam/evaluate.ts';
import type { Decision } from '../../../local/iam/guard.ts';
import type { Principal } from '../../../local/iam/principals.ts';
import type { Statement } from '../../../local/template/read-role.ts';

/** One action on one resource, as a statement. */
interface Granted {
  readonly action: string;
  readonly resource: string;
  readonly statement: Statement;
}

/** Every action on every resource that a role has. */
export function grantsOf({ statements }: Principal): readonly Granted[] {
  return statements.flatMap((statement) =>
    textsOf(statement.Action).flatMap((action) =>
      textsOf(statement.Resource).map((resource) => ({
        action,
        resource,
        statement: { ...statement, Action: action, Resource: resource },
      })),
    ),
  );
}

/** What of a role no decision needs: without it, each of its calls would have been allowed all the same. */
export async function unused(
  principal: Principal,
  decisions: readonly Decision[],
): Promise<readonly string[]> {
  const grants = grantsOf(principal);
  const own = distinct(decisions.filter((each) => each.principal.roleId === principal.roleId));
  const found: string[] = [];
  for (const grant of grants) {
    const identity = grants.filter((each) => each !== grant).map(({ statement }) => statement);
    const policies = { principal: principal.arn, identity, resource: [] };
    const verdicts = await Promise.all(own.map((decision) => evaluate(policies, decision)));
    if (verdicts.every((verdict) => verdict === 'allowed')) found.push(grant.action);
  }
  return found;
}

function distinct(decisions: readonly Decision[]): readonly Decision[] {
  const byNeed = new Map(
    decisions.map((each) => [JSON.stringify([each.action, each.resource, each.context]), each]),
  );
  return [...byNeed.values()];
}

function textsOf(value: unknown): readonly string[] {
  return [value].flat() as readonly string[];
}
