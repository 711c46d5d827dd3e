import { countsOf } from './lines.ts';
import type { Report } from './report.ts';

/** The run as JSON, for programs. */
export function toJson({ results, ...run }: Report): string {
  return `${JSON.stringify({ ...run, counts: countsOf(results), scenarios: results }, undefined, 2)}\n`;
}
