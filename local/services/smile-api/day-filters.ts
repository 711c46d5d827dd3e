import type { Filters } from './list.ts';
import { Refused } from './refused.ts';

/**
 * `startDate` and `endDate`, by whole days (Smile OpenAPI 1.14.0). Smile does not say whether both ends count, nor
 * in which time zone: here they do, in UTC.
 *
 * @param dayOf when it was, ISO 8601
 */
export function dayFilters<T>(dayOf: (thing: T) => string): Filters<T> {
  return {
    startDate(value) {
      const first = dayIn('startDate', value);
      return (thing) => dayOf(thing).slice(0, 10) >= first;
    },
    endDate(value) {
      const last = dayIn('endDate', value);
      return (thing) => dayOf(thing).slice(0, 10) <= last;
    },
  };
}

function dayIn(name: string, value: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) throw Refused.invalid(name, 'a day as YYYY-MM-DD');
  return value;
}
