import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import { listWebhooks, type Webhook } from '../../../lambdas/smile/rest/webhooks.ts';
import { type Examined, outputOf } from '../examined.ts';
import { type Finding, notHere, worstOf } from '../finding.ts';
import { judgeRegistrations } from '../judge-registrations.ts';
import { readSecret } from '../read-secret.ts';
import { type Check, unseen } from '../run-checks.ts';
import { smileAccess } from '../smile-access.ts';

const NO_KEY =
  'no API key of Smile: set SMILE_API_KEY and SMILE_API_SECRET, or fill the secret of the output ApiCredentialsName';

/** Whether Smile knows this stage, sends all that it needs, and signs with the secret of here. */
export const registrationCheck: Check = {
  name: 'registration',
  async look(examined, signal) {
    const smile = await smileAccess(examined, process.env, signal);
    if (!smile) return notHere(NO_KEY);
    const url = await outputOf(examined, 'WebhookUrl');
    const secretName = await outputOf(examined, 'SecretName');
    const webhooks: Webhook[] = [];
    for await (const webhook of listWebhooks(smile, { signal })) webhooks.push(webhook);
    const { accepted, withoutSecret } = await secretsOf(examined, secretName, signal);
    const found = judgeRegistrations(webhooks, { url, secretName, accepted });
    const isSecretAsked = accepted === undefined && found.mark !== 'problem';
    return isSecretAsked ? worstOf([withoutSecret, found], found) : found;
  },
};

/** What Smile may sign with, current first. It may be out of reach while Smile's side can still be judged. */
async function secretsOf(
  { secretsManager }: Examined,
  name: string,
  signal: AbortSignal,
): Promise<{ accepted?: readonly string[]; withoutSecret: Finding }> {
  const withoutSecret: Finding = {
    mark: 'unseen',
    says: 'the secret of here cannot be used, and was not compared with that at Smile',
  };
  try {
    const { value } = await readSecret(secretsManager, name, WEBHOOK_SECRET, signal);
    if (!value) return { withoutSecret };
    const { current, previous, previousUntil = Infinity } = value;
    const isValid = previous !== undefined && previousUntil > Date.now();
    return { accepted: isValid ? [current, previous] : [current], withoutSecret };
  } catch (error) {
    return { withoutSecret: unseen(error) };
  }
}
