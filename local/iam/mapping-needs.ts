import type { Decision, Guard } from './guard.ts';
import { permission } from './permission.ts';
import type { Principal } from './principals.ts';

/** What Lambda does in the function's name (Lambda docs, Using Lambda with Amazon SQS: permissions). */
const NEEDED = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] as const;

/** Lambda would not create the event source mapping. */
export class MappingNotPermitted extends Error {
  override readonly name = 'MappingNotPermitted';
  readonly code = 'mapping-not-permitted';
  constructor({ principal, action, resource }: Decision) {
    super(
      `Lambda would not create the event source mapping of ${principal.functionName}: its role ${principal.roleId} must allow ${action} on ${resource}. Grant it in infra/queues.ts.`,
    );
  }
}

/**
 * Lambda polls a queue with the function's own role, and checks that it may when the mapping is created. The event
 * source of this run polls with the run's credentials, so that this is checked once.
 *
 * @throws MappingNotPermitted
 */
export async function checkMapping(
  guard: Guard,
  worker: Principal,
  queueArn: string,
): Promise<void> {
  const denied = await guard.denial(
    worker,
    NEEDED.map((action) => permission(action, queueArn)),
  );
  if (denied) throw new MappingNotPermitted(denied);
}
