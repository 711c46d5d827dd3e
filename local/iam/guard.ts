import { denialLine } from './denial-line.ts';
import { evaluate, type Verdict } from './evaluate.ts';
import type { Permission } from './permission.ts';
import type { Principal, Principals } from './principals.ts';

/** A call of a function, as it was judged. */
export interface Decision extends Permission {
  readonly principal: Principal;
  readonly verdict: Verdict;
}

/** Judges calls of functions. */
export interface Guard {
  /** The first decision against a call; undefined when everything that it needs is allowed. */
  denial(principal: Principal, needs: readonly Permission[]): Promise<Decision | undefined>;
}

/** Bodies have keys of their own, so that a long run would keep one decision for each. */
const KEPT = 10_000;

/**
 * @param decided is told of every decision once
 * @param logLine takes one line for each thing that a function may not do
 */
export function createGuard(
  { resourcePolicies }: Pick<Principals, 'resourcePolicies'>,
  decided: (decision: Decision) => void,
  logLine: (line: string) => void,
): Guard {
  const verdicts = new Map<string, Promise<Verdict>>();

  const judge = async (principal: Principal, needed: Permission): Promise<Verdict> => {
    const { arn, statements: identity } = principal;
    const resource = resourcePolicies.get(holderOf(needed.resource)) ?? [];
    const verdict = await evaluate({ principal: arn, identity, resource }, needed);
    decided({ ...needed, principal, verdict });
    if (verdict !== 'allowed') logLine(denialLine({ ...needed, principal, verdict }));
    return verdict;
  };
  /** The first judgement takes milliseconds; a call is made thousands of times. */
  const judgeOnce = (principal: Principal, needed: Permission): Promise<Verdict> => {
    const { action, resource, context } = needed;
    const key = JSON.stringify([principal.arn, action, resource, context]);
    const known = verdicts.get(key);
    if (known) return known;
    if (verdicts.size >= KEPT) verdicts.clear();
    const verdict = judge(principal, needed);
    verdicts.set(key, verdict);
    return verdict;
  };

  return {
    async denial(principal, needs) {
      for (const needed of needs) {
        const verdict = await judgeOnce(principal, needed);
        if (verdict !== 'allowed') return { ...needed, principal, verdict };
      }
      return undefined;
    },
  };
}

/** What has the resource policy: the bucket of an object, anything else itself. */
function holderOf(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] ?? resource) : resource;
}
