import { lasting } from '../../operations/lasting.ts';

/** How long ago a time was, in one unit: `4m`, `2d`. */
export function ageOf(time: string, now = Date.now()): string {
  return lasting((now - Date.parse(time)) / 1000);
}
