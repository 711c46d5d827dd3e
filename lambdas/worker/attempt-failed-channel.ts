import { channel } from 'node:diagnostics_channel';

/** The message of {@link attemptFailedChannel}. */
export interface AttemptFailed {
  readonly eventId: string;
  /** As it was thrown, with its message: it may hold personal data. */
  readonly error: unknown;
}

/**
 * Tells whoever listens in the same process that an attempt failed. The local run does, and prints the message in
 * the developer's terminal. On AWS nothing listens, so that no message leaves the process.
 */
export const attemptFailedChannel = channel('smile-event-receiver:attempt-failed');
