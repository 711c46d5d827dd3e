import { instantOf, isRecord } from '../smile/envelope.ts';

/** Never longer than this in memory, so that a changed secret is in force within five minutes. */
const CACHE_MS = 5 * 60 * 1000;
/** A forger must not be able to drive calls to Secrets Manager. */
const REFRESH_EVERY_MS = 30 * 1000;

/** The secret cannot be had, or is not what it should be. Nothing can be judged without it. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
  readonly code: 'missing' | 'malformed' | 'unavailable';
  constructor(code: SecretUnreadable['code']) {
    super(
      'The webhook secret must be JSON: { "current": "…", "previous"?: "…", "previousNotAfter"?: ISO date-time }. ' +
        'Set it in Secrets Manager and check that the ingress role may read it.',
    );
    this.code = code;
  }
}

/** The secret as it is kept: during a rotation the one before it stands beside the current one. */
interface StoredSecret {
  readonly current: string;
  readonly previous?: string | undefined;
  /** ISO 8601 date-time. */
  readonly previousNotAfter?: string | undefined;
}

/** The secrets that may have signed a webhook now. */
export interface WebhookSecret {
  /** Current first. Cached; throws {@link SecretUnreadable} rather than guess. */
  accepted(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Reads the secret anew after a mismatch, at most every 30 seconds; undefined when it is too early
   * to ask again.
   */
  refreshed(signal: AbortSignal): Promise<readonly string[] | undefined>;
}

/**
 * @param read the secret's text from its store; undefined when there is none
 * @param now epoch milliseconds
 */
export function cachedSecret(
  read: (signal: AbortSignal) => Promise<string | undefined>,
  now: () => number = Date.now,
): WebhookSecret {
  let cached: { readonly secret: StoredSecret; readonly readAt: number } | undefined;

  let triedAt = Number.NEGATIVE_INFINITY;

  const load = async (signal: AbortSignal) => {
    triedAt = now();
    cached = { secret: parseSecret(await readOrFail(read, signal)), readAt: now() };
    return valid(cached.secret, now());
  };

  return {
    async accepted(signal) {
      if (cached && now() - cached.readAt < CACHE_MS) return valid(cached.secret, now());
      return await load(signal);
    },
    async refreshed(signal) {
      if (now() - triedAt < REFRESH_EVERY_MS) return undefined;
      return await load(signal);
    },
  };
}

async function readOrFail(
  read: (signal: AbortSignal) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<string> {
  let text: string | undefined;
  try {
    text = await read(signal);
  } catch (error) {
    const missing = error instanceof Error && error.name === 'ResourceNotFoundException';
    throw new SecretUnreadable(missing ? 'missing' : 'unavailable');
  }
  if (text === undefined) throw new SecretUnreadable('missing');
  return text;
}

function parseSecret(text: string): StoredSecret {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SecretUnreadable('malformed');
  }
  if (!isStoredSecret(json)) throw new SecretUnreadable('malformed');
  return json;
}

/** Checked by hand: a schema library for three strings would be a tenth of the bundle. */
function isStoredSecret(json: unknown): json is StoredSecret & Record<string, unknown> {
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
