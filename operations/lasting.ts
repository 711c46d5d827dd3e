const STEPS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

/** How long something lasts, in one unit and cut: `59s`, `4m`, `2d`. */
export function lasting(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [size, unit] = STEPS.find(([each]) => whole >= each) ?? [1, 's'];
  return `${Math.floor(whole / size)}${unit}`;
}
