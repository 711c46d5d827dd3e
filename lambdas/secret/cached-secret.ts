import { SecretUnreadable } from './secret-unreadable.ts';

/** Never longer than this in memory, so that a changed secret is in force within five minutes. */
const CACHE_MS = 5 * 60 * 1000;
/** A stranger must not be able to drive calls to Secrets Manager. */
const REFRESH_EVERY_MS = 30 * 1000;

/** The secret's text from its store; undefined when there is none. */
export type ReadSecret = (signal: AbortSignal) => Promise<string | undefined>;

/** What a secret holds, and how it is recognised. */
export interface SecretForm<T> {
  /** How the JSON must look, for the person who has to mend it. */
  readonly form: string;
  /** Checked by hand: a schema library for three strings would be a tenth of the bundle. */
  readonly isValid: (json: unknown) => json is T;
}

/** A secret that is read when it is needed, and kept for a while. */
export interface CachedSecret<T> {
  /** Throws {@link SecretUnreadable} rather than guess. */
  current(signal: AbortSignal): Promise<T>;
  /**
   * Reads it anew after it was found wrong, at most every 30 seconds; undefined when it is too early to
   * ask again. Throws {@link SecretUnreadable}, and until it may ask again also when the last reading failed.
   */
  refreshed(signal: AbortSignal): Promise<T | undefined>;
}

/** @param now epoch milliseconds */
export function cachedSecret<T>(
  read: ReadSecret,
  form: SecretForm<T>,
  now: () => number = Date.now,
): CachedSecret<T> {
  let cached: { readonly value: T; readonly readAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;

  /** Not if the clock has been set back since: an age below zero would last for hours. */
  const isWithin = (milliseconds: number, since: number) => {
    const age = now() - since;
    return age >= 0 && age < milliseconds;
  };

  const load = async (signal: AbortSignal) => {
    triedAt = now();
    try {
      cached = { value: parse(await readOrFail(read, form, signal), form), readAt: now() };
      failure = undefined;
      return cached.value;
    } catch (error) {
      failure = error;
      throw error;
    }
  };

  return {
    async current(signal) {
      return cached && isWithin(CACHE_MS, cached.readAt) ? cached.value : await load(signal);
    },
    async refreshed(signal) {
      if (!isWithin(REFRESH_EVERY_MS, triedAt)) return await load(signal);
      // Whether the known secret is still the right one is what that reading could not tell.
      if (failure !== undefined) throw failure;
      return undefined;
    },
  };
}

async function readOrFail<T>(
  read: ReadSecret,
  { form }: SecretForm<T>,
  signal: AbortSignal,
): Promise<string> {
  let text: string | undefined;
  try {
    text = await read(signal);
  } catch (error) {
    const missing = error instanceof Error && error.name === 'ResourceNotFoundException';
    throw new SecretUnreadable(missing ? 'missing' : 'unavailable', form);
  }
  if (text === undefined) throw new SecretUnreadable('missing', form);
  return text;
}

function parse<T>(text: string, { form, isValid }: SecretForm<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SecretUnreadable('malformed', form);
  }
  if (!isValid(json)) throw new SecretUnreadable('malformed', form);
  return json;
}
