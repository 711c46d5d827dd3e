import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isRecord } from '../../lambdas/smile/envelope.ts';
import { askAws } from './ask-aws.ts';
import { StageOutOfReach } from './stage-out-of-reach.ts';

/** The secret that Smile signs with now. It is never printed. Throws {@link StageOutOfReach}. */
export async function signingSecret(name: string): Promise<string> {
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
  const current = currentIn(SecretString);
  if (current !== undefined) return current;
  throw new StageOutOfReach(
    'secret-unusable',
    `The secret ${name} is not the JSON that it should be: { "current": "…" }. The ingress cannot read it either, and answers 503.`,
  );
}

/** The parser's own error would quote the secret: it ends here. */
function currentIn(text: string | undefined): string | undefined {
  try {
    const json: unknown = JSON.parse(text ?? '');
    const current = isRecord(json) ? json.current : undefined;
    return typeof current === 'string' && current !== '' ? current : undefined;
  } catch {
    return undefined;
  }
}
