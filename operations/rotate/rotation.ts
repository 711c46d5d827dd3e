import type { StoredSecret } from '../../lambdas/secret/rotating-secret.ts';
import type { Webhook } from '../../lambdas/smile/rest/webhooks.ts';

/** What can be seen of a rotation: nothing else remembers how far it is. */
export interface Observed {
  readonly secret: StoredSecret;
  /** When the secret got this value. Epoch milliseconds. */
  readonly changedAt: number;
  /** Registrations for the stage's URL. */
  readonly webhooks: readonly Webhook[];
}

/** What comes next in a rotation. */
export type Step =
  /** Nothing is under way: make a new secret, and keep the present one beside it. */
  | { readonly name: 'begin' }
  /** Wait until the receiver has read it, then register the new secret at Smile, a second time for the same URL. */
  | { readonly name: 'register' }
  /** Wait for an event that the new secret has signed, then delete the old registrations. */
  | { readonly name: 'retire'; readonly old: readonly Webhook[] }
  /** Let the old secret end in an hour. */
  | { readonly name: 'end' }
  /** It is done; the old secret ends by itself at that time. Epoch milliseconds. */
  | { readonly name: 'done'; readonly until: number }
  /** The old secret has ended, and can be taken away. */
  | { readonly name: 'tidy' }
  /** Nothing is registered for this URL. */
  | { readonly name: 'not-set-up' };

/**
 * The next step of a rotation, from what can be seen. Each step leads to the next one, so that whoever stops in between
 * goes on by calling it again.
 *
 * @param now epoch milliseconds
 */
export function nextStep({ secret, changedAt, webhooks }: Observed, now: number): Step {
  const { current, previous, previousUntil } = secret;
  if (webhooks.length === 0) return { name: 'not-set-up' };
  if (previous === undefined) return { name: 'begin' };
  const isNew = ({ secret: registered, createdAt = '' }: Webhook) =>
    registered === undefined ? Date.parse(createdAt) >= changedAt : registered === current;
  const old = webhooks.filter((webhook) => !isNew(webhook));
  if (old.length === webhooks.length) return { name: 'register' };
  if (old.length > 0) return { name: 'retire', old };
  if (previousUntil === undefined) return { name: 'end' };
  return previousUntil > now ? { name: 'done', until: previousUntil } : { name: 'tidy' };
}
