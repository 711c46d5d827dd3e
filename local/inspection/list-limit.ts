import { Refusal } from './refusal.ts';

const DEFAULT = 100;
const MAXIMUM = 10_000;

/** The query's `limit`: how many items a list holds at most; throws {@link Refusal}. */
export function limitOf(query: URLSearchParams): number {
  const text = query.get('limit');
  if (text === null) return DEFAULT;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAXIMUM) throw Refusal.badLimit(text, MAXIMUM);
  return limit;
}
