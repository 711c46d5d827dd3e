const DAY_MS = 86_400_000;

/** ISO 8601 in whole seconds, as Smile writes it. */
export function dateTime(daysAgo = 0): string {
  return `${new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 19)}Z`;
}

/** `YYYY-MM-DD` */
export function date(daysAgo = 0): string {
  return dateTime(daysAgo).slice(0, 10);
}

/** `YYYY-MM` */
export function month(daysAgo = 0): string {
  return dateTime(daysAgo).slice(0, 7);
}
