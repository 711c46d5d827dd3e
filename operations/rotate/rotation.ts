import { instantOf } from '../../lambdas/smile/envelope.ts';
import type { StoredSecret } from '../../lambdas/secret/rotating-secret.ts';
import type { Webhook } from '../../lambdas/smile/rest/webhooks.ts';

/** What can be seen of a rotation: nothing else remembers how far it is. */
export interface Observed {
  readonly secret: StoredSecret;
  /** Of this very value in Secrets Manager. */
  readonly versionId: string;
  /** When the secret got this value. Epoch milliseconds. */
  readonly changedAt: number;
  /** When the rotation began; the same as `changedAt` if nothing says so. Epoch milliseconds. */
  readonly begunAt: number;
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
  | { readonly name: 'retire'; readonly old: readonly Webhook[]; readonly kept: Webhook }
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
export function nextStep({ secret, begunAt, webhooks }: Observed, now: number): Step {
  const { current, previous, previousUntil } = secret;
  if (webhooks.length === 0) return { name: 'not-set-up' };
  if (previous === undefined) return { name: 'begin' };
  const isNew = ({ secret: registered, createdAt = '' }: Webhook) =>
    registered === undefined ? instantOf(createdAt) >= begunAt : registered === current;
  // A second one with the new secret would bring each event twice.
  const kept = webhooks.find(isNew);
  if (!kept) return { name: 'register' };
  const old = webhooks.filter((webhook) => webhook !== kept);
  if (old.length > 0) return { name: 'retire', old, kept };
  if (previousUntil === undefined) return { name: 'end' };
  return previousUntil > now ? { name: 'done', until: previousUntil } : { name: 'tidy' };
}
