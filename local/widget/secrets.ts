import { randomBytes } from 'node:crypto';
import { LocalSecretsInvalid } from '../local-secrets.ts';
import type { LocalOptions } from '../run.ts';
import type { SmileApiCredentials } from '../services/smile-api/smile-api-control.ts';
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

/**
 * The receiver's own secrets, and those that its handlers read.
 *
 * @throws LocalSecretsInvalid when a secret for handlers has the name of one of the receiver's own
 */
export function initialSecrets(
  { secret, widget }: System,
  options: Pick<LocalOptions, 'secret' | 'sessionSecret' | 'secrets'>,
): InitialSecrets {
  // As long as the one that AWS generates; nobody needs to know it who does not ask the run.
  const session = options.sessionSecret ?? randomBytes(32).toString('hex');
  const smile = { apiKey: 'local-key', apiSecret: randomBytes(16).toString('hex') };
  const forWidget = widget && {
    [widget.sessionSecret.name]: widget.sessionSecret.textWith(session),
    [widget.credentials.name]: JSON.stringify(smile),
  };
  const own = { [secret.name]: secret.textWith(options.secret), ...forWidget };
  const taken = Object.keys(options.secrets ?? {}).find((name) => Object.hasOwn(own, name));
  if (taken !== undefined) {
    throw new LocalSecretsInvalid(
      `"${taken}" is a secret of the receiver itself. Give it as SMILE_SECRET or WIDGET_SESSION_SECRET, and choose another name here.`,
    );
  }
  return { texts: { ...options.secrets, ...own }, session, smile };
}
