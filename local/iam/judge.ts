import type { Decision, Guard } from './guard.ts';
import type { Permission } from './permission.ts';
import type { Principals } from './principals.ts';

/** Who calls, and everything that the call needs. */
export interface Call {
  readonly accessKey: string;
  readonly needs: readonly Permission[];
}

/** Answers what AWS says against a call; undefined if it is allowed, or if no function of this run made it. */
export type Judge = (call: Call) => Promise<string | undefined>;

/** Lets functions do everything. */
export const allowAll: Judge = async () => undefined;

/** Lets functions do what a guard lets them do. */
export function judgeBy(guard: Guard, { byAccessKey }: Pick<Principals, 'byAccessKey'>): Judge {
  return async ({ accessKey, needs }) => {
    const principal = byAccessKey.get(accessKey);
    const denial = principal && (await guard.denial(principal, needs));
    return denial && saidOf(denial);
  };
}

function saidOf({ principal, action, resource, verdict }: Decision): string {
  const why =
    verdict === 'a policy denies it'
      ? 'with an explicit deny'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}
