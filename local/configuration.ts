import { faultOfText } from '../lambdas/secret/text-limits.ts';
import { WEBHOOK_LIMITS } from '../lambdas/secret/webhook-secret.ts';
import { MIN_SECRET } from '../lambdas/widget-api/session/session-limits.ts';
import { faultOfSessionSecret } from '../lambdas/widget-api/session/session-secret-fault.ts';
import type { LocalOptions } from './run.ts';

/** An environment variable holds something that cannot be used. */
export class ConfigurationInvalid extends Error {
  override readonly name = 'ConfigurationInvalid';
  readonly code = 'configuration-invalid';
  /** @param why what it is instead, as the end of the sentence; never a secret */
  constructor(variable: string, wanted: string, why: string) {
    super(`${variable} must be ${wanted}, ${why}.`);
  }
}

/** Reads the run's options from environment variables; an empty one counts as not set. */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
): Pick<LocalOptions, 'port' | 'secret' | 'sessionSecret' | 'dataDir' | 'endpointUrl'> {
  return {
    port: portOf(environment.PORT || '8787'),
    secret: secretOf(environment.SMILE_SECRET || 'local-secret'),
    sessionSecret: sessionSecretOf(environment.WIDGET_SESSION_SECRET || undefined),
    dataDir: environment.DATA_DIR || undefined,
    endpointUrl: endpointOf(environment.AWS_ENDPOINT_URL || undefined),
  };
}

/**
 * A secret that Smile could sign with; throws {@link ConfigurationInvalid}, which does not hold it. The ingress
 * could not read another one, and would answer each event with 503.
 */
export function secretOf(text: string): string {
  const fault = faultOfText(text, WEBHOOK_LIMITS);
  if (fault === undefined) return text;
  const wanted = '1 to 64 characters without whitespace around them, as Smile takes it';
  throw new ConfigurationInvalid('SMILE_SECRET', wanted, `but it ${fault}`);
}

function sessionSecretOf(text: string | undefined): string | undefined {
  const fault = text === undefined ? undefined : faultOfSessionSecret(text);
  if (fault === undefined) return text;
  const wanted = `text of ${MIN_SECRET} characters or more, without whitespace around it`;
  throw new ConfigurationInvalid('WIDGET_SESSION_SECRET', wanted, `but it ${fault}`);
}

/** A TCP port, 0 for any free one; throws {@link ConfigurationInvalid}. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    throw new ConfigurationInvalid('PORT', 'a whole number from 0 to 65535', `not "${text}"`);
  }
  return port;
}

function endpointOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    const wanted = 'a URL like http://127.0.0.1:4566';
    throw new ConfigurationInvalid('AWS_ENDPOINT_URL', wanted, `not "${text}"`);
  }
  return url.origin;
}
