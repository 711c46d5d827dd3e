import '../../../../lambdas/telemetry/catch-stray-errors.ts';
import { existsSync } from 'node:fs';
import { required } from '../../../../lambdas/aws/environment.ts';
import {
  createHandlers,
  NonRetriableError,
  RetryAfterError,
} from '../../../../lambdas/receiver/index.ts';
import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';
import { DEFAULT_RETRY } from '../../../../lambdas/worker/contract.ts';

/** A business error of the kind that carries what it should not. */
class PartnerError extends Error {
  override readonly name = 'PartnerError';
  readonly code = 'E_PARTNER';
}

const fixed = () => existsSync(required('FIX_MARK'));

/** Some handlers that fail until the fix is there. */
const handlers = createHandlers()
  .on('INCOMES_ADDED', ({ id }) => {
    if (!fixed()) throw new PartnerError('canary-person has no payslip canary-login');
    process.stdout.write(`${JSON.stringify({ handled: id })}\n`);
  })
  .on('RATING_ADDED', () => {
    throw new NonRetriableError('rating of a closed product');
  })
  .on('IDENTITY_ADDED', (_event, { attempt }) => {
    if (attempt > 1) throw new Error('an attempt was spent');
    if (!fixed()) throw new RetryAfterError(4);
  })
  .on('DOCUMENTS_ADDED', () => {
    if (!fixed()) void Promise.reject(new PartnerError('canary-person has no document'));
  })
  .on('LIABILITIES_ADDED', () => {
    process.kill(process.pid, 'SIGKILL');
  })
  .on('EMPLOYMENTS_ADDED', { attempts: 2 }, () => {
    throw new PartnerError('canary-person has no employer');
  });

/** The worker as deployed. */
export const handler = createWorker(deployedParts(handlers, { ...DEFAULT_RETRY, baseSeconds: 1 }));
