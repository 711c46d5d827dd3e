import { channel } from 'node:diagnostics_channel';

/** Name of the channel. */
export const ATTEMPT_FAILED = 'smile-event-receiver:attempt-failed';

/** What is published when an attempt failed. */
export interface AttemptFailed {
  readonly eventId: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** As it was thrown, with its message: it may hold personal data. */
  readonly error: unknown;
}

const attempts = channel(ATTEMPT_FAILED);

/**
 * Tells whoever listens in the same process that an attempt failed. The local run does, and prints the message in
 * the developer's terminal. On AWS nothing listens, so that no message leaves the process.
 */
export function publishFailure(failed: AttemptFailed): void {
  attempts.publish(failed);
}
