const STEPS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

/** How long ago a time was, in one unit: `4m`, `2d`. */
export function ageOf(time: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  const [size, unit] = STEPS.find(([each]) => seconds >= each) ?? [1, 's'];
  return `${Math.floor(seconds / size)}${unit}`;
}
