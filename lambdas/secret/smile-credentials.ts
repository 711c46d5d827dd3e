import { isRecord } from '../smile/envelope.ts';
import type { SecretForm } from './cached-secret.ts';

/** What Smile's API is called with; a pair for each of its modes (Smile docs, API). */
export interface SmileCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** As the deployment's owner puts it into Secrets Manager. */
export const SMILE_CREDENTIALS: SecretForm<SmileCredentials> = {
  form: '{ "apiKey": "…", "apiSecret": "…" }',
  isValid: isCredentials,
};

/** A user name with a colon would end at it (RFC 7617, section 2). */
function isCredentials(json: unknown): json is SmileCredentials {
  if (!isRecord(json)) return false;
  const { apiKey, apiSecret } = json;
  return isText(apiKey) && !apiKey.includes(':') && isText(apiSecret);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
