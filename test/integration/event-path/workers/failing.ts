import '../../../../lambdas/telemetry/catch-stray-errors.ts';
import { existsSync } from 'node:fs';
import { Permanent } from '../../../../lambdas/dispatch/permanent.ts';
import { RetryLater } from '../../../../lambdas/dispatch/retry-later.ts';
import { required } from '../../../../lambdas/environment/required.ts';
import { registry } from '../../../delivered/registry.ts';
import { RETRY } from '../../../../lambdas/worker/backoff.ts';
import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';

/** A business error of the kind that carries what it should not. */
class PartnerError extends Error {
  override readonly name = 'PartnerError';
  readonly code = 'E_PARTNER';
}

const fixed = () => existsSync(required('FIX_MARK'));

/** The worker as deployed, with some handlers that fail until the fix is there. */
const handlers = {
  ...registry.handlers,
  INCOMES_ADDED: async (event: { id: string }) => {
    if (!fixed()) throw new PartnerError('canary-person has no payslip canary-login');
    process.stdout.write(`${JSON.stringify({ handled: event.id })}\n`);
  },
  RATING_ADDED: async () => {
    throw new Permanent('rating of a closed product');
  },
  IDENTITY_ADDED: async (_event: unknown, { attempt }: { attempt: number }) => {
    if (attempt > 1) throw new Error('an attempt was spent');
    if (!fixed()) throw new RetryLater(4);
  },
  DOCUMENTS_ADDED: async () => {
    if (!fixed()) void Promise.reject(new PartnerError('canary-person has no document'));
  },
  LIABILITIES_ADDED: async () => {
    process.kill(process.pid, 'SIGKILL');
  },
};

const retry = { ...RETRY, baseSeconds: 1 };

export const handler = createWorker(deployedParts({ ...registry, handlers }, retry));
