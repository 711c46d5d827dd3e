import '../../../../lambdas/telemetry/catch-stray-errors.ts';
import { existsSync } from 'node:fs';
import { required } from '../../../../lambdas/aws/environment.ts';
import { createHandlers, NonRetriableError } from '../../../../lambdas/receiver/index.ts';
import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';

/** Until the fix is there these handlers give up at once, each for a reason of its own. */
const mendable = (reason: string) => (event: { readonly id: string }) => {
  if (!existsSync(required('FIX_MARK'))) throw new NonRetriableError(reason);
  process.stdout.write(`${JSON.stringify({ handled: event.id })}\n`);
};

const handlers = createHandlers()
  .on('INCOMES_ADDED', mendable('the partner is closed'))
  .on('DOCUMENTS_ADDED', mendable('the archive is full'));

/** The worker as deployed. */
export const handler = createWorker(deployedParts(handlers));
