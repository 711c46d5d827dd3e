import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type FoundValue, parseSecret, type SecretForm } from '../lambdas/secret/secret-form.ts';
import { askAws } from './ask-aws.ts';
import { StageOutOfReach } from './stage-out-of-reach.ts';

/**
 * Reads a secret as the functions do. A secret that nobody has put a value into is a fault of the secret.
 *
 * @throws StageOutOfReach
 */
export async function readSecret<T>(
  client: SecretsManagerClient,
  name: string,
  form: SecretForm<T>,
  abortSignal?: AbortSignal,
): Promise<FoundValue<T>> {
  const empty = new StageOutOfReach('secret-unusable', 'It is missing, or it has no value.');
  try {
    const { SecretString = '' } = await askAws({
      action: 'secretsmanager:GetSecretValue',
      on: `the secret ${name}`,
      ask: () =>
        client.send(
          new GetSecretValueCommand({ SecretId: name }),
          abortSignal ? { abortSignal } : {},
        ),
      refusals: { ResourceNotFoundException: () => empty },
    });
    return parseSecret(SecretString, form);
  } catch (error) {
    if (error !== empty) throw error;
    return { fault: empty.message };
  }
}
