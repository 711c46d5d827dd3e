import { readSecret } from '../aws/secrets-manager.ts';
import { variablesOf } from '../aws/environment.ts';
import { reportReadings } from '../secret/report-readings.ts';
import { rotatingSecret } from '../secret/rotating-secret.ts';
import { SESSION_SECRET } from './session/session-secret.ts';
import { createLog } from '../telemetry/log.ts';
import { createMeasure, type Measure } from '../telemetry/metrics.ts';
import type { WidgetApiEnvironment } from './contract.ts';
import type { WidgetApiParts } from './widget-function.ts';

/** What every function of the widget's API finds in its environment. */
export function deployedApiParts(): Omit<WidgetApiParts, 'onRefusal'> & {
  readonly measure: Measure;
} {
  const { required } = variablesOf<WidgetApiEnvironment>();
  const secretId = required('SESSION_SECRET_ID');
  const stage = required('STAGE');
  const measure = createMeasure(stage);
  const report = reportReadings('session', { log: createLog(), measure });
  return {
    stage,
    origins: required('WIDGET_ORIGINS').split(','),
    session: rotatingSecret((signal) => readSecret(secretId, signal), SESSION_SECRET, { report }),
    createLog,
    measure,
  };
}
