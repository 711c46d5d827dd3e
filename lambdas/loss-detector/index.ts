import '../telemetry/catch-stray-errors.ts';
import { variablesOf } from '../aws/environment.ts';
import { readAwaiting } from '../state/state-search.ts';
import { createLog } from '../telemetry/log.ts';
import { createMeasure } from '../telemetry/metrics.ts';
import { type LossDetectorEnvironment, READ_WITHIN_MS } from './contract.ts';
import { createLossDetector } from './handler.ts';

const { required, requiredNumber } = variablesOf<LossDetectorEnvironment>();
const table = required('STATE_TABLE');

/** Runs by a schedule. */
export const handler = createLossDetector({
  lossAfterMinutes: requiredNumber('LOSS_AFTER_MINUTES'),
  readAwaiting: (search) => readAwaiting(table, search, AbortSignal.timeout(READ_WITHIN_MS)),
  createLog,
  measure: createMeasure(required('STAGE')),
});
