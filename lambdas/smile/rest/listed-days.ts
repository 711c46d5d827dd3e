/**
 * Which days a list is about. Smile filters by whole days; whether both ends count, and in which time zone, is not
 * documented (Smile OpenAPI 1.14.0): ask for a day more on either side.
 */
export interface ListedDays {
  /** Its day in UTC is sent. Default: from the beginning. */
  readonly startDate?: Date | undefined;
  /** Its day in UTC is sent. Default: until now. */
  readonly endDate?: Date | undefined;
}

/** `YYYY-MM-DD`, as Smile's filters want it. Throws `RangeError` for an invalid date. */
export function daysIn({ startDate, endDate }: ListedDays) {
  return {
    startDate: startDate?.toISOString().slice(0, 10),
    endDate: endDate?.toISOString().slice(0, 10),
  };
}
