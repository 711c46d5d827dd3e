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
import { instantOf } from '../../lambdas/smile/envelope.ts';
import { askAws } from '../ask-aws.ts';
import { create, type Like, webhooksOf } from '../setup/webhook.ts';
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

/** Somebody else works on it too. */
export class SecretChanged extends Error {
  override readonly name = 'SecretChanged';
  readonly code = 'secret-changed';
  constructor(stage: string) {
    super(
      `The secret was changed meanwhile, and nothing was done. See where it stands: smile rotate --stage ${stage} --dry-run`,
    );
  }
}

/** Looks at Smile's list before a registration counts as missing. */
const MOST_LOOKS = 12;

/** An hour covers all of Smile's re-sends. */
const OLD_ENDS_AFTER_MS = 60 * 60 * 1000;

/** How far it is. @throws SecretUnusable, SmileApiError, StageOutOfReach */
export async function observe({ secrets, secretName, api, url }: Rotating): Promise<Observed> {
  const {
    SecretString = '',
    CreatedDate = new Date(0),
    VersionId = '',
  } = await readVersion(secrets, secretName);
  const { value, fault } = parseSecret(SecretString, WEBHOOK_SECRET);
  if (fault !== undefined) {
    throw new SecretUnusable(`The secret ${secretName} cannot be rotated. ${fault}`);
  }
  const changedAt = CreatedDate.getTime();
  const begunAt = Date.parse(rotationIn(SecretString));
  return {
    secret: value,
    versionId: VersionId,
    changedAt,
    begunAt: Number.isNaN(begunAt) ? changedAt : begunAt,
    webhooks: await webhooksOf(api, url),
  };
}

/** When the rotation began, as {@link take} writes it beside the secrets; the receiver ignores it. */
function rotationIn(text: string): string {
  const { rotationBegan } = JSON.parse(text.replace(/^\uFEFF/, '')) as { rotationBegan?: unknown };
  return typeof rotationBegan === 'string' ? rotationBegan : '';
}

async function readVersion(secrets: SecretsManagerClient, name: string) {
  return await askAws({
    action: 'secretsmanager:GetSecretValue',
    on: `the secret ${name}`,
    ask: () => secrets.send(new GetSecretValueCommand({ SecretId: name })),
  });
}

/**
 * Does a step. False when the signal ended it before it was done.
 *
 * @throws SecretChanged, SmileApiError, StageOutOfReach
 */
export async function take(step: Step, observed: Observed, rotating: Rotating): Promise<boolean> {
  const { api, stage, url, signal, inForceMs } = rotating;
  const { secret, changedAt, begunAt, webhooks } = observed;
  const { current, previous } = secret;
  const rotationBegan = new Date(begunAt).toISOString();
  switch (step.name) {
    case 'begin': {
      // It is found out now, and not when it is needed, whether the log may be read.
      await newSecretHasSignedSince(Date.now(), rotating);
      // 64 characters that need no escaping anywhere; Smile takes no more.
      const next = randomBytes(32).toString('hex');
      const now = new Date().toISOString();
      await put(rotating, observed, { current: next, previous: current, rotationBegan: now });
      return true;
    }
    case 'register':
      await pauseUnless(signal, changedAt + inForceMs - Date.now());
      if (signal.aborted) return false;
      await create(api, { stage, url, secret: current }, likeOf(webhooks));
      return await isListed(observed, rotating);
    case 'retire': {
      const since = Math.max(changedAt + inForceMs, instantOf(step.kept.createdAt ?? '') || 0);
      if (!(await newSecretHasSigned(since, rotating))) return false;
      for (const { id } of step.old) await deleteWebhook(api, id);
      return true;
    }
    case 'end': {
      const previousNotAfter = new Date(Date.now() + OLD_ENDS_AFTER_MS).toISOString();
      await put(rotating, observed, { current, previous, previousNotAfter, rotationBegan });
      return true;
    }
    case 'tidy':
      await put(rotating, observed, { current });
      return true;
    case 'done':
    case 'not-set-up':
      return true;
  }
}

/** The new registration takes over what Smile is to send. */
function likeOf([old]: Observed['webhooks']): Like {
  if (!old) return {};
  const { includePayload, eventTypes } = old;
  return { eventTypes, ...(includePayload === undefined ? {} : { includePayload }) };
}

/** Waits until Smile's list shows the new registration: the next step goes by it. */
async function isListed({ webhooks }: Observed, rotating: Rotating): Promise<boolean> {
  const { api, url, signal, everyMs } = rotating;
  for (let looks = 0; looks < MOST_LOOKS && !signal.aborted; looks += 1) {
    if ((await webhooksOf(api, url)).length > webhooks.length) return true;
    await pauseUnless(signal, everyMs);
  }
  return false;
}

/** Writes the secret, unless somebody else has changed it meanwhile. */
async function put(rotating: Rotating, observed: Observed, value: object): Promise<void> {
  const { secrets, secretName } = rotating;
  const { VersionId } = await readVersion(secrets, secretName);
  if (VersionId !== observed.versionId) throw new SecretChanged(rotating.stage);
  const SecretString = JSON.stringify(value);
  await askAws({
    action: 'secretsmanager:PutSecretValue',
    on: `the secret ${secretName}`,
    ask: () => secrets.send(new PutSecretValueCommand({ SecretId: secretName, SecretString })),
  });
}

/** Waits for an event that the new secret has signed. */
async function newSecretHasSigned(since: number, rotating: Rotating): Promise<boolean> {
  const { signal, everyMs } = rotating;
  while (!signal.aborted) {
    if (await newSecretHasSignedSince(since, rotating)) return true;
    await pauseUnless(signal, everyMs);
  }
  return false;
}

/** The ingress names the secret of an event only when it is the one before. */
async function newSecretHasSignedSince(since: number, rotating: Rotating): Promise<boolean> {
  const { logs, ingressLog } = rotating;
  return await askAws({
    action: 'logs:FilterLogEvents',
    on: `the log group ${ingressLog}`,
    async ask() {
      for await (const { message = '' } of readEventLog(logs, ingressLog, since, Date.now())) {
        const line = JSON.parse(message) as { readonly message?: string; readonly secret?: string };
        if (line.message === 'event stored' && line.secret === undefined) return true;
      }
      return false;
    },
  });
}
