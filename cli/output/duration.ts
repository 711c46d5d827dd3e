/** A duration for people: milliseconds below a second, else seconds with a tenth. */
export function durationText(milliseconds: number): string {
  return Math.abs(milliseconds) < 1000
    ? `${milliseconds} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
