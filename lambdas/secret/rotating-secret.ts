import { instantOf, isRecord } from '../smile/envelope.ts';
import { cachedSecret, type SecretOptions } from './cached-secret.ts';
import type { ReadSecret } from './read-once.ts';
import type { FoundValue, SecretForm } from './secret-form.ts';
import { faultOfText, type TextLimits } from './text-limits.ts';

/** A secret as it is kept: during a rotation the one before it stands beside the current one. */
export interface StoredSecret {
  readonly current: string;
  readonly previous?: string | undefined;
  /** Epoch milliseconds; `previous` is accepted until then. Absent: until it is removed. */
  readonly previousUntil?: number | undefined;
}

/** The secrets that may have signed something now. */
export interface RotatingSecret {
  /**
   * Current first. Cached; when Secrets Manager fails, the last good ones for an hour. Throws
   * `SecretUnreadable` rather than guess.
   */
  accepted(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Reads the secret anew after a mismatch, at most every 30 seconds; undefined when it is too early
   * to ask again. Throws `SecretUnreadable`, and until it may ask again also when the last reading failed.
   */
  refreshed(signal: AbortSignal): Promise<readonly string[] | undefined>;
}

/** @param form of the one secret: the parties that sign have different limits */
export function rotatingSecret(
  read: ReadSecret,
  form: SecretForm<StoredSecret>,
  options: SecretOptions = {},
): RotatingSecret {
  const { now = Date.now } = options;
  const cached = cachedSecret(read, form, options);
  return {
    accepted: async (signal) => valid(await cached.current(signal), now()),
    async refreshed(signal) {
      const secret = await cached.refreshed(signal);
      return secret && valid(secret, now());
    },
  };
}

/** The form of a secret that rotates, for texts of this length. */
export function rotatingForm(limits: TextLimits): SecretForm<StoredSecret> {
  return {
    form: '{ "current": "…", "previous"?: "…", "previousNotAfter"?: ISO date-time }',
    find: (json) => findStored(json, limits),
  };
}

/**
 * Without a good `current` there is nothing to go by. What is wrong with `previous` costs `previous` alone:
 * it is leftover or slip of a rotation, and the events signed by `current` must not be lost for it.
 */
function findStored(json: unknown, limits: TextLimits): FoundValue<StoredSecret> {
  if (!isRecord(json)) return { fault: 'The JSON is not an object.' };
  const { current, previous, previousNotAfter } = json;
  const fault = faultOfText(current, limits);
  if (fault !== undefined) return { fault: `"current" ${fault}.` };
  const alone = { current: current as string };

  if (previous === undefined) return { value: alone, ignored: [] };
  const previousFault = faultOfText(previous, limits);
  if (previousFault !== undefined) {
    return { value: alone, ignored: [`"previous" ${previousFault}, and is not accepted.`] };
  }
  const both = { ...alone, previous: previous as string };
  if (previousNotAfter === undefined) return { value: both, ignored: [] };
  const previousUntil = instantIn(previousNotAfter);
  if (previousUntil === undefined) return { value: alone, ignored: [NOT_A_TIME] };
  return { value: { ...both, previousUntil }, ignored: [] };
}

const NOT_A_TIME =
  '"previousNotAfter" is not an ISO date-time such as 2026-12-01T00:00:00Z, and "previous" is not accepted.';

/** A date alone is refused: whether its owner means its beginning or its end cannot be told. */
function instantIn(value: unknown): number | undefined {
  if (typeof value !== 'string' || !value.includes('T')) return undefined;
  const instant = instantOf(value);
  return Number.isNaN(instant) ? undefined : instant;
}

/** A previous secret without an end stays valid: to lose events would be worse than a late end. */
function valid({ current, previous, previousUntil }: StoredSecret, now: number): readonly string[] {
  if (previous === undefined) return [current];
  const ended = previousUntil !== undefined && previousUntil < now;
  return ended ? [current] : [current, previous];
}
