import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from './options.ts';

const secretsManager = new SecretsManagerClient(clientOptions);

/** The current value of a secret as text; undefined when it holds none. */
export async function readSecret(
  secretId: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const command = new GetSecretValueCommand({ SecretId: secretId });
  const secret = await secretsManager.send(command, { abortSignal });
  return secret.SecretString;
}
