/** `5 attempts`, `1 attempt`. */
export function countText(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** About so long, in the unit that a person would take: `2 minutes`, `an hour`. */
export function durationText(seconds: number): string {
  if (seconds === 3600) return 'an hour';
  if (seconds < 120) return countText(seconds, 'second', 'seconds');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
