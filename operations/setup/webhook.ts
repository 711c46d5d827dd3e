import type { SmileApi } from '../../lambdas/smile/rest/smile-api.ts';
import { SmileApiError } from '../../lambdas/smile/rest/smile-api-error.ts';
import {
  ALL_EVENTS,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  type NewWebhook,
  type Webhook,
} from '../../lambdas/smile/rest/webhooks.ts';

/** What a stage wants to be registered as. */
export interface WantedWebhook {
  readonly stage: string;
  readonly url: string;
  readonly secret: string;
}

/** How Smile's registrations for a URL stand. */
export interface WebhookState {
  /** As it must be. */
  readonly good: Webhook | undefined;
  /** For the same URL, and of no use: inactive, of some types only, with another secret, or one too many. */
  readonly others: readonly Webhook[];
}

/** All registrations for a URL. */
export async function webhooksOf(api: SmileApi, url: string): Promise<readonly Webhook[]> {
  const found: Webhook[] = [];
  for await (const webhook of listWebhooks(api)) if (webhook.url === url) found.push(webhook);
  return found;
}

/** Looks how a stage is registered. A registration whose secret Smile does not show is taken for a good one. */
export async function webhookState(api: SmileApi, wanted: WantedWebhook): Promise<WebhookState> {
  const found = await webhooksOf(api, wanted.url);
  const good = found.find(
    ({ active, eventTypes, secret = wanted.secret }) =>
      active && eventTypes.includes(ALL_EVENTS) && secret === wanted.secret,
  );
  return { good, others: found.filter((webhook) => webhook !== good) };
}

/**
 * Registers a stage at Smile, unless it is, and takes away what is wrong for the same URL: the new one first, so that no
 * event is lost in between. Repeating it changes nothing.
 *
 * @param isRotating two secrets are accepted: then both registrations have their reason, and none is deleted
 * @returns what was done
 * @throws SmileApiError
 */
export async function registerWebhook(
  api: SmileApi,
  wanted: WantedWebhook,
  isRotating: boolean,
): Promise<string> {
  const { good, others } = await webhookState(api, wanted);
  if (isRotating && others.length > 0) {
    return `a rotation is under way: smile rotate --stage ${wanted.stage}`;
  }
  if (!good) await create(api, wanted, likeOf(others));
  const wrong = others.filter(isKnownToBeWrong);
  for (const { id } of wrong) await deleteWebhook(api, id);
  const left = others.length - wrong.length;
  const rest = left > 0 ? `; ${left} more for this URL: compare them in Smile's portal` : '';
  if (wrong.length > 0) return `replaced ${wrong.length}${rest}`;
  return `${good ? 'already done' : 'registered'}${rest}`;
}

/** One whose secret Smile hides may be the right one. */
function isKnownToBeWrong({ active, eventTypes, secret }: Webhook): boolean {
  return secret !== undefined || !active || !eventTypes.includes(ALL_EVENTS);
}

/** What a new registration takes over from an old one. */
export type Like = Partial<Pick<NewWebhook, 'includePayload' | 'eventTypes'>>;

/** Whether events bring their data is the team's choice, which nothing here knows. */
function likeOf(others: readonly Webhook[]): Like {
  return others.some(({ includePayload }) => includePayload) ? { includePayload: true } : {};
}

/** Registers a secret for a URL. When it is unknown whether that took effect, it looks. */
export async function create(
  api: SmileApi,
  { stage, url, secret }: WantedWebhook,
  like: Like = {},
): Promise<void> {
  const webhook: NewWebhook = {
    name: `smile-event-receiver ${stage}`,
    url,
    eventTypes: [ALL_EVENTS],
    active: true,
    secret,
    ...like,
  };
  try {
    await createWebhook(api, webhook);
  } catch (error) {
    if (!(error instanceof SmileApiError && error.isUnsettled)) throw error;
    const found = await webhooksOf(api, url);
    if (!found.some((each) => each.secret === secret)) throw error;
  }
}
