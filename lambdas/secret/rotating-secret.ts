import { instantOf, isRecord } from '../smile/envelope.ts';
import { cachedSecret, type ReadSecret, type SecretForm } from './cached-secret.ts';

/** A secret as it is kept: during a rotation the one before it stands beside the current one. */
interface StoredSecret {
  readonly current: string;
  readonly previous?: string | undefined;
  /** ISO 8601 date-time. */
  readonly previousNotAfter?: string | undefined;
}

/** The secrets that may have signed something now. */
export interface RotatingSecret {
  /** Current first. Cached; throws `SecretUnreadable` rather than guess. */
  accepted(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Reads the secret anew after a mismatch, at most every 30 seconds; undefined when it is too early
   * to ask again. Throws `SecretUnreadable`, and until it may ask again also when the last reading failed.
   */
  refreshed(signal: AbortSignal): Promise<readonly string[] | undefined>;
}

const STORED: SecretForm<StoredSecret> = {
  form: '{ "current": "…", "previous"?: "…", "previousNotAfter"?: ISO date-time }',
  isValid: isStoredSecret,
};

/** @param now epoch milliseconds */
export function rotatingSecret(read: ReadSecret, now: () => number = Date.now): RotatingSecret {
  const cached = cachedSecret(read, STORED, now);
  return {
    accepted: async (signal) => valid(await cached.current(signal), now()),
    async refreshed(signal) {
      const secret = await cached.refreshed(signal);
      return secret && valid(secret, now());
    },
  };
}

function isStoredSecret(json: unknown): json is StoredSecret {
  if (!isRecord(json)) return false;
  const { current, previous, previousNotAfter } = json;
  return (
    isSecret(current) &&
    (previous === undefined || isSecret(previous)) &&
    (previousNotAfter === undefined || isInstant(previousNotAfter))
  );
}

function isSecret(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && value.includes('T') && !Number.isNaN(instantOf(value));
}

/** A previous secret without an end stays valid: to lose events would be worse than a late end. */
function valid(secret: StoredSecret, now: number): readonly string[] {
  const { current, previous, previousNotAfter } = secret;
  if (previous === undefined) return [current];
  const ended = previousNotAfter !== undefined && instantOf(previousNotAfter) < now;
  return ended ? [current] : [current, previous];
}
