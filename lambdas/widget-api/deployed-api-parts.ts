import { readSecret } from '../clients/secrets-manager.ts';
import { required } from '../environment/required.ts';
import { rotatingSecret } from '../secret/rotating-secret.ts';
import { createLog } from '../telemetry/log.ts';
import type { WidgetApiParts } from './widget-function.ts';

/** What every function of the widget's API finds in its environment. */
export function deployedApiParts(): Omit<WidgetApiParts, 'onRefusal'> {
  const secretId = required('SESSION_SECRET_ID');
  return {
    stage: required('STAGE'),
    origins: required('WIDGET_ORIGINS').split(','),
    session: rotatingSecret((signal) => readSecret(secretId, signal)),
    createLog,
  };
}
