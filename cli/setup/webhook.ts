import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { signingSecrets } from '../../operations/signing-secret.ts';
import { receiverOutputs } from '../../operations/receiver-outputs.ts';
import { registerWebhook, webhookState } from '../../operations/setup/webhook.ts';
import { smileApiFor } from '../target/smile-api.ts';
import { counted } from '../output/counted.ts';
import type { DoStep } from './steps.ts';

/** Registers the stage's URL and secret at Smile. The secret is never printed. */
export const webhook: DoStep = async (stage, { dryRun }) => {
  const outputs = await receiverOutputs(stage);
  if (!outputs)
    return {
      says: 'there is no stage yet: --from deploy',
      ...(dryRun ? {} : { hasFailed: true as const }),
    };
  const { WebhookUrl: url = '', SecretName = '' } = outputs;
  const api = await smileApiFor(new SecretsManagerClient({}), outputs);
  const { current, previous, previousUntil = Infinity } = await signingSecrets(SecretName);
  const wanted = { stage, url, secret: current };
  const isRotating = previous !== undefined && previousUntil > Date.now();
  const at = process.env.SMILE_API_URL === undefined ? '' : ` at ${process.env.SMILE_API_URL}`;
  if (!dryRun) return { says: `${url}${at}: ${await registerWebhook(api, wanted, isRotating)}` };
  const { good, others } = await webhookState(api, wanted);
  const wrong = others.length > 0 ? `; ${counted(others.length, 'more registration')}` : '';
  return { says: `${url}: ${good ? 'already done' : 'would be registered'}${wrong}` };
};
