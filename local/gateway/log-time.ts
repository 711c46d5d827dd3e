/** `23/Nov/2026:15:42:00 +0000`, as both kinds of API write the time of a request. */
export function logTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}
