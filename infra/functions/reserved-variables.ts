import { WORKER_VARIABLES } from '../../lambdas/worker/contract.ts';

/** True for names that a handler may not take: Lambda's, Powertools' and our own. */
export function isReserved(name: string): boolean {
  return (
    /^(AWS_|LAMBDA_|POWERTOOLS_|_)/.test(name) ||
    (WORKER_VARIABLES as readonly string[]).includes(name)
  );
}
