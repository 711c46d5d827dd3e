import { type ReadSecret, readOnce } from './read-once.ts';
import type { SecretForm } from './secret-form.ts';
import type { SecretUnreadable } from './secret-unreadable.ts';

/** A changed secret is in force within five minutes. */
const CACHE_MS = 5 * 60 * 1000;
/** What was read well goes on for so long when it cannot be read again: long enough to fix it. */
const KEEP_MS = 60 * 60 * 1000;
/** A stranger must not be able to drive calls to Secrets Manager. */
const READ_EVERY_MS = 30 * 1000;
/** Without any value every event is refused, so the first readings after a failure come sooner. */
const FIRST_WAIT_MS = 1000;
/** A reading may take so long if there is a value to go on with: the event still has to be stored. */
const READ_WITHIN_MS = 2000;

/** What a reading has shown: at most once every 30 seconds, or after a failure without any value sooner. */
export type Finding =
  | { readonly kind: 'ignored'; readonly problem: string }
  | { readonly kind: 'unreadable'; readonly failure: SecretUnreadable }
  /** It failed, and the value of so many milliseconds ago goes on. */
  | { readonly kind: 'stale'; readonly failure: SecretUnreadable; readonly ageMs: number };

/** What a cached secret may be given beside its store. */
export interface SecretOptions {
  /** Epoch milliseconds. Default: the machine's clock. */
  readonly now?: () => number;
  /** Is told of every reading that was not good. Default: nobody is. */
  readonly report?: (finding: Finding) => void;
}

/** A secret that is read when it is needed, and kept for a while. */
export interface CachedSecret<T> {
  /**
   * Read again after five minutes. If that fails, the value that was read last stays for an hour, unless
   * the secret was withdrawn. Throws `SecretUnreadable` rather than guess.
   */
  current(signal: AbortSignal): Promise<T>;
  /**
   * Reads it anew after it was found wrong, at most every 30 seconds; undefined when it is too early to ask
   * again. Throws `SecretUnreadable`, and until it may ask again also when the last reading failed: whether
   * the known secret is still the right one is what that reading could not tell.
   */
  refreshed(signal: AbortSignal): Promise<T | undefined>;
}

/**
 * ```
 * read well ──5 min──▶ read again ──fails──▶ stale, tried every 30 s ──1 h after it was read well──▶ throws
 *                          └─ withdrawn: throws at once
 * ```
 */
export function cachedSecret<T>(
  read: ReadSecret,
  form: SecretForm<T>,
  { now = Date.now, report = () => undefined }: SecretOptions = {},
): CachedSecret<T> {
  let known: { readonly value: T; readonly readAt: number } | undefined;
  /** When the last reading ended. */
  let triedAt = Number.NEGATIVE_INFINITY;
  /** Of the last reading; undefined: it went well. */
  let failure: SecretUnreadable | undefined;
  let failuresInARow = 0;

  /** Not if the clock has been set back since: an age below zero would last for hours. */
  const isWithin = (milliseconds: number, since: number) => {
    const age = now() - since;
    return age >= 0 && age < milliseconds;
  };
  const knownWithin = (milliseconds: number) =>
    known && isWithin(milliseconds, known.readAt) ? known : undefined;

  const isTooEarly = () => {
    const hasNothing = failure !== undefined && knownWithin(KEEP_MS) === undefined;
    const wait = hasNothing ? FIRST_WAIT_MS * 2 ** (failuresInARow - 1) : READ_EVERY_MS;
    return isWithin(Math.min(wait, READ_EVERY_MS), triedAt);
  };

  const fail = (cause: SecretUnreadable, isWithdrawn: boolean) => {
    failure = cause;
    failuresInARow += 1;
    if (isWithdrawn) known = undefined;
    const kept = knownWithin(KEEP_MS);
    report(
      kept
        ? { kind: 'stale', failure, ageMs: now() - kept.readAt }
        : { kind: 'unreadable', failure },
    );
  };

  const load = async (signal: AbortSignal) => {
    const reading = await readOnce(read, form, signal);
    triedAt = now();
    if (reading.failure) return fail(reading.failure, reading.isWithdrawn);
    known = { value: reading.value, readAt: triedAt };
    failure = undefined;
    failuresInARow = 0;
    for (const problem of reading.ignored) report({ kind: 'ignored', problem });
  };

  return {
    async current(signal) {
      const fresh = knownWithin(CACHE_MS);
      if (fresh) return fresh.value;
      if (!isTooEarly()) await load(knownWithin(KEEP_MS) ? limited(signal) : signal);
      const usable = knownWithin(KEEP_MS);
      if (usable) return usable.value;
      throw failure;
    },
    async refreshed(signal) {
      const isRead = !isTooEarly();
      if (isRead) await load(signal);
      if (failure) throw failure;
      return isRead ? known?.value : undefined;
    },
  };
}

function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(READ_WITHIN_MS)]);
}
