import { SmileApiError } from './smile-api-error.ts';
import type { Pace, RetryOptions } from './with-retries.ts';

/**
 * Requests a second, of the twenty that Smile answers for one IP address and all endpoints together (Smile docs,
 * API). Other programs may share the address.
 */
export const REQUESTS_PER_SECOND = 5;

/**
 * Gives out turns: in any second at most {@link REQUESTS_PER_SECOND} begin, in the order in which they were asked
 * for. Who cannot have one before its deadline gets `own-limit` at once, and takes nobody's place.
 */
export function turns({
  now,
  wait,
}: Pick<Pace, 'now' | 'wait'>): NonNullable<RetryOptions['turn']> {
  /** When the last ones begin, also those that are still to come. */
  const begun: number[] = [];
  return async (deadline, signal) => {
    const oldest = begun.length < REQUESTS_PER_SECOND ? undefined : begun[0];
    const at = Math.max(now(), oldest === undefined ? 0 : oldest + 1000);
    if (at >= deadline) throw new SmileApiError({ kind: 'rate-limited', code: 'own-limit' });
    begun.push(at);
    if (begun.length > REQUESTS_PER_SECOND) begun.shift();
    if (at <= now()) return;
    await wait(at - now(), signal).catch(() => {
      throw new SmileApiError({ kind: 'unavailable', code: 'aborted' });
    });
  };
}
