import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../clients.ts';
import { type SecretControl, type SecretValue, secretText } from './secrets-manager.ts';

/** The webhook secret in somebody else's Secrets Manager; made when absent. */
export async function useSecretsManager(
  endpoint: string,
  secretId: string,
  initial: SecretValue | string,
): Promise<SecretControl> {
  const client = new SecretsManagerClient(clientOptions(endpoint));
  const put = async (SecretString: string) => {
    try {
      await client.send(new CreateSecretCommand({ Name: secretId, SecretString }));
    } catch (error) {
      if (!(error instanceof ResourceExistsException)) throw error;
      await client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString }));
    }
  };
  const remove = () =>
    client.send(new DeleteSecretCommand({ SecretId: secretId, ForceDeleteWithoutRecovery: true }));

  await put(secretText(initial));
  return {
    async set(value) {
      await (value === undefined ? remove() : put(secretText(value)));
    },
  };
}
