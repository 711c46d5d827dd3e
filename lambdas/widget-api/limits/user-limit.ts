import { countUp } from '../../aws/dynamodb.ts';

/** What a user may do how often. */
export interface LimitRule {
  /** First part of the rows' keys, such as `LINK_TOKEN`. */
  readonly name: string;
  readonly calls: number;
  readonly windowSeconds: number;
}

/** Takes one of a user's calls: `allowed`, or the seconds until there are new ones. */
export type UserLimit = (
  userId: string,
  signal: AbortSignal,
) => Promise<
  | { readonly allowed: true; readonly retryAfterSeconds?: undefined }
  | { readonly allowed: false; readonly retryAfterSeconds: number }
>;

/**
 * A limit per user that all instances of a function share, in a DynamoDB table with the key `key` and the
 * time to live `expiresAt`. Windows are fixed, so that each is one row and each call one conditional
 * write; over the border of two of them a user may do twice as much.
 *
 * ```
 *   LINK_TOKEN#<user>#2026-01-02T03:00:00.000Z   used 10    refused until 03:05
 *   LINK_TOKEN#<user>#2026-01-02T03:05:00.000Z   used 1
 * ```
 *
 * @param now epoch milliseconds
 */
export function userLimit(
  table: string,
  { name, calls, windowSeconds }: LimitRule,
  now: () => number = Date.now,
): UserLimit {
  const windowMs = windowSeconds * 1000;
  return async (userId, signal) => {
    const startsAt = Math.floor(now() / windowMs) * windowMs;
    const endsAt = startsAt + windowMs;
    const key = `${name}#${userId}#${new Date(startsAt).toISOString()}`;
    const expiresAt = Math.ceil(endsAt / 1000);
    if (await countUp(table, { key }, 'used', calls, { expiresAt }, signal)) {
      return { allowed: true };
    }
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((endsAt - now()) / 1000)) };
  };
}
