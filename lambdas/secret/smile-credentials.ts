import { isRecord } from '../smile/envelope.ts';
import type { FoundValue, SecretForm } from './secret-form.ts';
import { faultOfText, type TextLimits } from './text-limits.ts';

/** What Smile's API is called with; a pair for each of its modes (Smile docs, API). */
export interface SmileCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Smile makes both, and documents no length. */
const ANY_LENGTH: TextLimits = {};

/** As the deployment's owner puts it into Secrets Manager. */
export const SMILE_CREDENTIALS: SecretForm<SmileCredentials> = {
  form: '{ "apiKey": "…", "apiSecret": "…" }',
  find: findCredentials,
};

function findCredentials(json: unknown): FoundValue<SmileCredentials> {
  if (!isRecord(json)) return { fault: 'The JSON is not an object.' };
  for (const name of ['apiKey', 'apiSecret']) {
    const fault = faultOfText(json[name], ANY_LENGTH);
    if (fault !== undefined) return { fault: `"${name}" ${fault}.` };
  }
  const credentials = json as unknown as SmileCredentials;
  // A user name with a colon would end at it (RFC 7617, section 2).
  if (credentials.apiKey.includes(':')) return { fault: '"apiKey" has a colon in it.' };
  return { value: credentials, ignored: [] };
}
