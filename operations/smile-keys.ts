import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SMILE_CREDENTIALS } from '../lambdas/secret/smile-credentials.ts';
import { isSmileMode, SMILE_BASE_URLS } from '../lambdas/smile/rest/base-url.ts';
import { type ApiCredentials, type SmileApi, smileApiAt } from '../lambdas/smile/rest/smile-api.ts';
import { readSecret } from './read-secret.ts';
import type { ReceiverOutputs } from './receiver-outputs.ts';

/** Variables that hold the key of Smile's API. */
export const KEY_VARIABLES = { apiKey: 'SMILE_API_KEY', apiSecret: 'SMILE_API_SECRET' } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The key of Smile's API: from the environment, or from the stage's secret, which a stage with a widget has. Undefined if
 * there is none in either. Never print it.
 *
 * @throws StageOutOfReach
 */
export async function smileKeys(
  secrets: SecretsManagerClient,
  { ApiCredentialsName: name }: ReceiverOutputs,
  environment: Environment,
  signal?: AbortSignal,
): Promise<ApiCredentials | undefined> {
  const apiKey = environment[KEY_VARIABLES.apiKey];
  const apiSecret = environment[KEY_VARIABLES.apiSecret];
  if (apiKey && apiSecret) return { apiKey, apiSecret };
  if (name === undefined) return undefined;
  // Its owner may not have put the pair in yet.
  return (await readSecret(secrets, name, SMILE_CREDENTIALS, signal)).value;
}

/**
 * Smile's API in the mode of a stage.
 *
 * @param environment `SMILE_API_URL` names another place than Smile's, such as a stand-in
 * @throws SmileUrlRefused
 */
export function smileApiOf(
  { Mode: mode = '' }: ReceiverOutputs,
  credentials: ApiCredentials,
  environment: Environment,
): SmileApi {
  const known = isSmileMode(mode) ? SMILE_BASE_URLS[mode] : SMILE_BASE_URLS.sandbox;
  return smileApiAt(environment.SMILE_API_URL ?? known)(credentials);
}
