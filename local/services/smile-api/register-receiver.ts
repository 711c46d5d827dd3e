import { ALL_EVENTS } from '../../../lambdas/smile/rest/webhooks.ts';
import type { SmileApiControl } from './smile-api-control.ts';

/** Has every event delivered to a receiver, as README registers one at Smile. */
export function registerReceiver(
  { webhooks }: Pick<SmileApiControl, 'webhooks'>,
  url: string,
  secret: string,
): void {
  const eventTypes = [ALL_EVENTS];
  webhooks.create({ name: 'local run', url, secret, eventTypes, active: true });
}
