import { type Envelope, instantOf } from '../smile/envelope.ts';

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
  /** Type of that event. */
  readonly type: string;
}

/** Of events that have no readable time: older than any that has one. */
export const UNDATED = '0000-01-01T00:00:00.000Z';

/** An offset leads behind the year 0, where text order is not time order. */
const EARLIEST_MS = Date.parse(UNDATED) + 1;

/** A clock ahead of ours by more than this is not believed. */
const MAX_AHEAD_MS = 5 * 60 * 1000;

/**
 * The stamp of an event. One from the future counts as five minutes after its receipt, so that a
 * wrong clock at the sender cannot freeze a fact for years.
 */
export function stampOf(
  { id, type, createdAt }: Pick<Envelope, 'id' | 'type' | 'createdAt'>,
  rank: number,
  receivedAt: string,
): Stamp {
  return { asOf: asOf(createdAt, receivedAt), rank, eventId: id, type: type.slice(0, 64) };
}

function asOf(createdAt: string | undefined, receivedAt: string): string {
  if (createdAt === undefined) return UNDATED;
  const time = isFromFuture(createdAt, receivedAt)
    ? instantOf(receivedAt) + MAX_AHEAD_MS
    : instantOf(createdAt);
  return new Date(Math.max(EARLIEST_MS, time)).toISOString();
}

/** Whether the sender's clock is further ahead of ours than is believed. */
export function isFromFuture(createdAt: string | undefined, receivedAt: string): boolean {
  return createdAt !== undefined && instantOf(createdAt) > instantOf(receivedAt) + MAX_AHEAD_MS;
}

/** Negative when `a` is older than `b`, zero when they are the same event's. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return compare(a.asOf, b.asOf) || a.rank - b.rank || compare(a.eventId, b.eventId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
