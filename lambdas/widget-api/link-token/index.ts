import '../../telemetry/catch-stray-errors.ts';
import { readSecret } from '../../aws/secrets-manager.ts';
import { MissingEnvironment, variablesOf } from '../../aws/environment.ts';
import { userLimit } from '../limits/user-limit.ts';
import { cachedSecret } from '../../secret/cached-secret.ts';
import { reportReadings } from '../../secret/report-readings.ts';
import { SMILE_CREDENTIALS } from '../../secret/smile-credentials.ts';
import { isSmileMode, SMILE_BASE_URLS } from '../../smile/rest/base-url.ts';
import { smileApiAt } from '../../smile/rest/smile-api.ts';
import { createLog } from '../../telemetry/log.ts';
import { deployedApiParts } from '../deployed-api-parts.ts';
import type { LinkTokenEnvironment } from './contract.ts';
import { createLinkToken } from './handler.ts';
import { PAGE_PATIENCE } from './patience.ts';

const { required } = variablesOf<LinkTokenEnvironment>();
const credentialsId = required('SMILE_CREDENTIALS_ID');
const parts = deployedApiParts();
const report = reportReadings('smile-credentials', { log: createLog(), measure: parts.measure });

/**
 * More than a person opens the widget in five minutes; a page that loops must not use up Smile's limit. A
 * call counts before Smile is asked, so one that fails, by our outage or by Smile's 5xx or 429, is used up
 * as well: while Smile is down, a page that tries again and again must not reach it more often either.
 */
const LINK_TOKENS = { name: 'LINK_TOKEN', calls: 10, windowSeconds: 300 };

/** `POST /link-token` of the widget's API. */
export const handler = createLinkToken({
  ...parts,
  limit: userLimit(required('LIMITS_TABLE'), LINK_TOKENS),
  credentials: cachedSecret((signal) => readSecret(credentialsId, signal), SMILE_CREDENTIALS, {
    report,
  }),
  smileApi: smileApiAt(process.env.SMILE_API_URL ?? smileUrl(required('SMILE_MODE')), {
    patience: PAGE_PATIENCE,
  }),
});

/** The local run names another address: that of its own stand-in. */
function smileUrl(mode: string): string {
  if (!isSmileMode(mode)) throw new MissingEnvironment('SMILE_MODE', 'sandbox or production');
  return SMILE_BASE_URLS[mode];
}
