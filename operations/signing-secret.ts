import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { StoredSecret } from '../lambdas/secret/rotating-secret.ts';
import { parseSecret } from '../lambdas/secret/secret-form.ts';
import { WEBHOOK_SECRET } from '../lambdas/secret/webhook-secret.ts';
import { askAws } from './ask-aws.ts';
import { StageOutOfReach } from './stage-out-of-reach.ts';

/** The secret that Smile signs with now. It is never printed. Throws {@link StageOutOfReach}. */
export async function signingSecret(name: string): Promise<string> {
  return (await signingSecrets(name)).current;
}

/** The same, with the one before it during a rotation. */
export async function signingSecrets(name: string): Promise<StoredSecret> {
  const secretsManager = new SecretsManagerClient({});
  const { SecretString } = await askAws({
    action: 'secretsmanager:GetSecretValue',
    on: `the secret ${name}`,
    ask: () => secretsManager.send(new GetSecretValueCommand({ SecretId: name })),
    refusals: {
      ResourceNotFoundException: () =>
        new StageOutOfReach('secret-unusable', `There is no secret ${name}, or it has no value.`),
    },
  });
  const { value, fault } = parseSecret(SecretString ?? '', WEBHOOK_SECRET);
  if (fault === undefined) return value;
  throw new StageOutOfReach(
    'secret-unusable',
    `The secret ${name} cannot be used. ${fault} It must be JSON: ${WEBHOOK_SECRET.form}. The ingress cannot read it either, and answers 503 if it has no good value from before.`,
  );
}
