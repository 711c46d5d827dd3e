import { randomBytes } from 'node:crypto';
import type { SmileApiCredentials } from '../services/smile-api.ts';
import type { System } from '../template/system.ts';

/** What is in the secrets when a run starts. */
export interface InitialSecrets {
  /** Whole texts, by the secrets' names. */
  readonly texts: Readonly<Record<string, string>>;
  /** What sessions are signed with. */
  readonly session: string;
  /** What the stand-in for Smile's API takes. */
  readonly smile: SmileApiCredentials;
}

/** @param webhook what Smile signs with */
export function initialSecrets({ secret, widget }: System, webhook: string): InitialSecrets {
  // As long as the one that AWS generates; nobody needs to know it who does not ask the run.
  const session = randomBytes(32).toString('hex');
  const smile = { apiKey: 'local-key', apiSecret: randomBytes(16).toString('hex') };
  const forWidget = widget && {
    [widget.sessionSecret.name]: widget.sessionSecret.textWith(session),
    [widget.credentials.name]: JSON.stringify(smile),
  };
  return { texts: { [secret.name]: secret.textWith(webhook), ...forWidget }, session, smile };
}
