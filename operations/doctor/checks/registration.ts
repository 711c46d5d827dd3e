import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import { listWebhooks, type Webhook } from '../../../lambdas/smile/rest/webhooks.ts';
import { type Examined, outputOf } from '../examined.ts';
import { type Finding, notHere, worstOf } from '../finding.ts';
import { judgeRegistrations } from '../judge-registrations.ts';
import { readSecret } from '../../read-secret.ts';
import { KEY_VARIABLES, smileApiOf, smileKeys } from '../../smile-keys.ts';
import { type Check, unseen } from '../run-checks.ts';

const NO_KEY = `no key of Smile's API: set ${KEY_VARIABLES.apiKey} and ${KEY_VARIABLES.apiSecret}, or fill the secret of the output ApiCredentialsName`;

/** Whether Smile knows this stage, sends all that it needs, and signs with the secret of here. */
export const registrationCheck: Check = {
  name: 'registration',
  async look(examined, signal) {
    const { secretsManager, smileStandIn, stage, deployed } = examined;
    const outputs = await examined.outputs();
    // A local run plays Smile, and takes the key in its own secret only.
    const environment = smileStandIn === undefined ? process.env : { SMILE_API_URL: smileStandIn };
    const key = await smileKeys(secretsManager, outputs, environment, signal);
    if (!key) return notHere(NO_KEY);
    const url = await outputOf(examined, 'WebhookUrl');
    const webhooks: Webhook[] = [];
    const api = smileApiOf(outputs, key, environment);
    for await (const webhook of listWebhooks(api, { signal })) webhooks.push(webhook);
    const secret = await outputOf(examined, 'SecretName');
    const { accepted, withoutSecret } = await secretsOf(examined, secret, signal);
    const cures = deployed
      ? {
          register: `smile setup --stage ${stage} --only webhook`,
          rotate: `smile rotate --stage ${stage}`,
        }
      : { register: RESTART, rotate: RESTART };
    const found = judgeRegistrations(webhooks, { url, accepted, cures });
    const isSecretAsked = accepted === undefined && found.mark !== 'problem';
    return isSecretAsked ? worstOf([withoutSecret, found]) : found;
  },
};

const RESTART = 'Start the local run again: it registers itself.';

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
