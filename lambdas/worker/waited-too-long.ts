import type { SQSRecord } from 'aws-lambda';

const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The message has waited for half of the time that its queue keeps messages. The subject's events behind it
 * would expire with it: it goes to the dead letters, from where it can be redriven.
 */
export class WaitedTooLong extends Error {
  override readonly name = 'WaitedTooLong';
  readonly code = 'waited-too-long';
  constructor() {
    super('The event has waited for seven days. Find what kept it, then redrive it.');
  }
}

/** @throws WaitedTooLong */
export function refuseWaitedTooLong({ attributes }: SQSRecord): void {
  if (Date.now() - Number(attributes.SentTimestamp) > SEVEN_DAYS_MS) throw new WaitedTooLong();
}
