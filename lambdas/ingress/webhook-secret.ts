import * as z from 'zod/mini';

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

const secretSchema = z.object({
  current: z.string().check(z.minLength(1)),
  previous: z.optional(z.string().check(z.minLength(1))),
  previousNotAfter: z.optional(z.iso.datetime({ offset: true })),
});

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
  let cached:
    | { readonly secret: z.infer<typeof secretSchema>; readonly readAt: number }
    | undefined;

  const load = async (signal: AbortSignal) => {
    cached = { secret: parseSecret(await readOrFail(read, signal)), readAt: now() };
    return valid(cached.secret, now());
  };

  return {
    async accepted(signal) {
      if (cached && now() - cached.readAt < CACHE_MS) return valid(cached.secret, now());
      return await load(signal);
    },
    async refreshed(signal) {
      if (cached && now() - cached.readAt < REFRESH_EVERY_MS) return undefined;
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

function parseSecret(text: string): z.infer<typeof secretSchema> {
  try {
    return secretSchema.parse(JSON.parse(text));
  } catch {
    throw new SecretUnreadable('malformed');
  }
}

/** A previous secret without an end stays valid: to lose events would be worse than a late end. */
function valid(secret: z.infer<typeof secretSchema>, now: number): readonly string[] {
  const { current, previous, previousNotAfter } = secret;
  if (previous === undefined) return [current];
  const ended = previousNotAfter !== undefined && Date.parse(previousNotAfter) < now;
  return ended ? [current] : [current, previous];
}
