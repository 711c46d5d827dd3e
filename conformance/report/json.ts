import { escapeControlsInLines } from '../../lambdas/telemetry/escape-controls.ts';
import { countsOf } from './lines.ts';
import type { Report } from './report.ts';

/** The run as JSON, for programs. */
export function toJson({ results, ...run }: Report): string {
  const report = { ...run, counts: countsOf(results), scenarios: results };
  return `${escapeControlsInLines(JSON.stringify(report, undefined, 2))}\n`;
}
