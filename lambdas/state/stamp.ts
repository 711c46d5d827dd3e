import { instantOf } from '../smile/envelope.ts';

/**
 * When a fact became true, as a total order: time, then the place in the life of the thing, then the
 * event id. Two stamps are equal only if they come from the same event.
 */
export interface Stamp {
  /** ISO 8601 in UTC with milliseconds, so that text order is time order. */
  readonly asOf: string;
  /**
   * Orders events of the same second, which is all that Smile's `createdAt` tells apart: created
   * before connected before disconnected, started before finished.
   */
  readonly rank: number;
  readonly eventId: string;
}

/** A clock ahead of ours by more than this is not believed. */
const MAX_AHEAD_MS = 5 * 60 * 1000;

/**
 * The stamp of an event. One from the future counts as five minutes after its receipt, so that a
 * wrong clock at the sender cannot freeze a fact for years.
 */
export function stampOf(
  event: { readonly id: string; readonly createdAt: string },
  rank: number,
  receivedAt: string,
): Stamp {
  const time = isFromFuture(event.createdAt, receivedAt)
    ? instantOf(receivedAt) + MAX_AHEAD_MS
    : instantOf(event.createdAt);
  return { asOf: new Date(time).toISOString(), rank, eventId: event.id };
}

/** Whether the sender's clock is further ahead of ours than is believed. */
export function isFromFuture(createdAt: string, receivedAt: string): boolean {
  return instantOf(createdAt) > instantOf(receivedAt) + MAX_AHEAD_MS;
}

/** Negative when `a` is older than `b`, zero when they are the same event's. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return compare(a.asOf, b.asOf) || a.rank - b.rank || compare(a.eventId, b.eventId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
