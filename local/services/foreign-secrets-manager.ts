import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../clients.ts';
import { EngineNotEmbedded } from '../engines/errors.ts';
import {
  type SecretControl,
  type Secrets,
  secretText,
  type SecretValue,
} from './secrets-manager.ts';

/** The secrets in somebody else's Secrets Manager, by name; made when absent. */
export async function useSecretsManager(
  endpoint: string,
  initial: Readonly<Record<string, SecretValue | string>>,
): Promise<Secrets> {
  const client = new SecretsManagerClient(clientOptions(endpoint));
  const secret = (name: string): SecretControl => ({
    async set(value) {
      await (value === undefined ? remove(client, name) : put(client, name, secretText(value)));
    },
    fail() {
      throw new EngineNotEmbedded();
    },
  });
  for (const [name, value] of Object.entries(initial)) await secret(name).set(value);
  return { secret };
}

async function put(client: SecretsManagerClient, name: string, text: string): Promise<void> {
  try {
    await client.send(new CreateSecretCommand({ Name: name, SecretString: text }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: text }));
  }
}

async function remove(client: SecretsManagerClient, name: string): Promise<void> {
  await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
}
