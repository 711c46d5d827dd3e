import { randomBytes } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { parseSecret } from '../../lambdas/secret/secret-form.ts';
import { WEBHOOK_SECRET } from '../../lambdas/secret/webhook-secret.ts';
import type { SmileApi } from '../../lambdas/smile/rest/smile-api.ts';
import { deleteWebhook } from '../../lambdas/smile/rest/webhooks.ts';
import { readEventLog } from '../event-log.ts';
import { pauseUnless } from '../pause.ts';
import { create, webhooksOf } from '../setup/webhook.ts';
import { type Observed, type Step } from './rotation.ts';

/** What a rotation works on. */
export interface Rotating {
  readonly stage: string;
  readonly url: string;
  readonly secretName: string;
  readonly ingressLog: string;
  readonly api: SmileApi;
  readonly secrets: SecretsManagerClient;
  readonly logs: CloudWatchLogsClient;
  /** A changed secret is in force everywhere after this time: the ingress reads it every five minutes. */
  readonly inForceMs: number;
  /** Between two looks into the log. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/** A secret that cannot be rotated: nobody knows what it should be. */
export class SecretUnusable extends Error {
  override readonly name = 'SecretUnusable';
  readonly code = 'secret-unusable';
}

/** An hour covers all of Smile's re-sends. */
const OLD_ENDS_AFTER_MS = 60 * 60 * 1000;

/** How far it is. @throws SecretUnusable, SmileApiError, Secrets Manager's errors */
export async function observe({ secrets, secretName, api, url }: Rotating): Promise<Observed> {
  const { SecretString = '', CreatedDate = new Date(0) } = await secrets.send(
    new GetSecretValueCommand({ SecretId: secretName }),
  );
  const { value, fault } = parseSecret(SecretString, WEBHOOK_SECRET);
  if (fault !== undefined) {
    throw new SecretUnusable(`The secret ${secretName} cannot be rotated. ${fault}`);
  }
  return {
    secret: value,
    changedAt: CreatedDate.getTime(),
    webhooks: await webhooksOf(api, url),
  };
}

/** Does a step. False when the signal ended it before it was done. */
export async function take(step: Step, observed: Observed, rotating: Rotating): Promise<boolean> {
  const { api, stage, url, signal, inForceMs } = rotating;
  const { secret, changedAt } = observed;
  const { current, previous } = secret;
  switch (step.name) {
    case 'begin':
      // 64 characters that need no escaping anywhere; Smile takes no more.
      await put(rotating, { current: randomBytes(32).toString('hex'), previous: current });
      return true;
    case 'register':
      await pauseUnless(signal, changedAt + inForceMs - Date.now());
      if (signal.aborted) return false;
      await create(api, { stage, url, secret: current });
      return true;
    case 'retire':
      if (!(await newSecretHasSigned(changedAt + inForceMs, rotating))) return false;
      for (const { id } of step.old) await deleteWebhook(api, id);
      return true;
    case 'end': {
      const previousNotAfter = new Date(Date.now() + OLD_ENDS_AFTER_MS).toISOString();
      await put(rotating, { current, previous, previousNotAfter });
      return true;
    }
    case 'tidy':
      await put(rotating, { current });
      return true;
    case 'done':
    case 'not-set-up':
      return true;
  }
}

async function put({ secrets, secretName }: Rotating, value: object): Promise<void> {
  const SecretString = JSON.stringify(value);
  await secrets.send(new PutSecretValueCommand({ SecretId: secretName, SecretString }));
}

/**
 * Waits for an event that the new secret has signed. The ingress names the secret of an event only when it is the one
 * before.
 */
async function newSecretHasSigned(since: number, rotating: Rotating): Promise<boolean> {
  const { logs, ingressLog, signal, everyMs } = rotating;
  while (!signal.aborted) {
    for await (const { message = '' } of readEventLog(logs, ingressLog, since, Date.now())) {
      const line = JSON.parse(message) as { readonly message?: string; readonly secret?: string };
      if (line.message === 'event stored' && line.secret === undefined) return true;
    }
    await pauseUnless(signal, everyMs);
  }
  return false;
}
