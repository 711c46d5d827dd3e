import type { LogFields } from './log.ts';
import { type MetricSet, metricRecord } from './metrics.ts';
import { printLine } from './print-line.ts';

/** Fields of a line; a member with members of its own holds texts only. */
export type RecordFields = Readonly<
  Record<string, LogFields[string] | Readonly<Record<string, string>>>
>;

/**
 * Writes one line that is log and metrics at once, so that an event costs one. It is written whatever the log
 * level is, since metrics must not depend on it.
 */
export type WriteRecord = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: RecordFields,
  ...metrics: readonly MetricSet[]
) => void;

/** Lines of a stage's function. */
export function createRecord(stage: string): WriteRecord {
  return (level, message, fields, ...metrics) => {
    printLine({ level: level.toUpperCase(), message, ...fields, ...metricRecord(stage, metrics) });
  };
}
