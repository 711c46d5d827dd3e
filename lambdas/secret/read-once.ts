import { describeError } from '../telemetry/describe-error.ts';
import { parseSecret, type SecretForm } from './secret-form.ts';
import { type SecretFault, SecretUnreadable } from './secret-unreadable.ts';

/** The secret's text from its store; undefined when it has none. */
export type ReadSecret = (signal: AbortSignal) => Promise<string | undefined>;

/** How one reading has ended. */
export type Reading<T> =
  | { readonly value: T; readonly ignored: readonly string[]; readonly failure?: undefined }
  | {
      readonly failure: SecretUnreadable;
      /** The secret was taken away, from us or from everybody: what was read before must not go on. */
      readonly isWithdrawn: boolean;
    };

/**
 * Errors of GetSecretValue by which the owner has taken the secret away (Secrets Manager API reference). All
 * others say that Secrets Manager, the network or a limit failed.
 */
const WITHDRAWN: Readonly<Record<string, SecretFault>> = {
  ResourceNotFoundException: 'missing',
  // Marked for deletion.
  InvalidRequestException: 'missing',
  AccessDeniedException: 'denied',
  AccessDenied: 'denied',
  DecryptionFailure: 'denied',
  DecryptionFailureException: 'denied',
};

/** Reads a secret. Never throws. */
export async function readOnce<T>(
  read: ReadSecret,
  form: SecretForm<T>,
  signal: AbortSignal,
): Promise<Reading<T>> {
  let text: string | undefined;
  try {
    text = await read(signal);
  } catch (error) {
    return refusedWith(error, form.form);
  }
  if (text === undefined) return malformed('missing', 'The secret has no text.', form.form);
  const found = parseSecret(text, form);
  if (found.fault !== undefined) return malformed('malformed', found.fault, form.form);
  return found;
}

function refusedWith<T>(error: unknown, form: string): Reading<T> {
  const { class: name } = describeError(error);
  const withdrawn = Object.hasOwn(WITHDRAWN, name) ? WITHDRAWN[name] : undefined;
  const problem = `Secrets Manager failed with ${name}.`;
  return withdrawn === undefined
    ? { failure: new SecretUnreadable('unavailable', form, problem), isWithdrawn: false }
    : { failure: new SecretUnreadable(withdrawn, form), isWithdrawn: true };
}

/** Somebody has put in a wrong value: the one before it is the best guess until they correct it. */
function malformed<T>(code: SecretFault, problem: string, form: string): Reading<T> {
  return { failure: new SecretUnreadable(code, form, problem), isWithdrawn: false };
}
