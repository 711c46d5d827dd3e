import { randomUUID } from 'node:crypto';
import { type RunningService, startJsonService } from './json-service.ts';
import { ServiceFault } from './service-fault.ts';

/** What the webhook secret holds: `current`, and during a rotation the one before it. */
export interface SecretValue {
  readonly current: string;
  readonly previous?: string;
  /** ISO 8601 date-time. */
  readonly previousNotAfter?: string;
}

/** Changes the secret under a running system. */
export interface SecretControl {
  /** A string is stored as it is, sense or not; undefined removes the secret. */
  set(value: SecretValue | string | undefined): Promise<void>;
}

/** GetSecretValue for one secret (AWS Secrets Manager API reference). */
export async function startSecretsManager(
  secretId: string,
  initial: SecretValue | string,
): Promise<RunningService & SecretControl> {
  let secret: { readonly text: string; readonly version: string } | undefined;
  const put = (value: SecretValue | string | undefined) => {
    secret = value === undefined ? undefined : { text: secretText(value), version: randomUUID() };
  };
  put(initial);

  const service = await startJsonService({
    'secretsmanager.GetSecretValue'({ SecretId }) {
      if (SecretId !== secretId || !secret) {
        throw new ServiceFault(
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret.",
        );
      }
      return {
        ARN: `arn:aws:secretsmanager:ap-southeast-1:000000000000:secret:${secretId}`,
        Name: secretId,
        SecretString: secret.text,
        VersionId: secret.version,
        VersionStages: ['AWSCURRENT'],
      };
    },
  });
  return { ...service, set: async (value) => put(value) };
}

/** The secret as the text that Secrets Manager keeps. */
export function secretText(value: SecretValue | string): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
