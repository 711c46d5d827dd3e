import type { RecordFields, WriteRecord } from '../../../lambdas/telemetry/event-record.ts';
import type { Log, LogFields } from '../../../lambdas/telemetry/log.ts';
import type { Measure, MetricDimensions } from '../../../lambdas/telemetry/metrics.ts';

export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: RecordFields;
}

export interface Measured {
  readonly values: Parameters<Measure>[0];
  readonly dimensions: MetricDimensions;
}

/** A log and metrics that keep what they were told. */
export function recording() {
  const lines: LogLine[] = [];
  const measured: Measured[] = [];
  return {
    lines,
    measured,
    /** Everything that left the function by log or metric, as text to search in. */
    said: () => JSON.stringify({ lines, measured }),
    measure: ((values, dimensions = {}) => {
      measured.push({ values, dimensions });
    }) satisfies Measure,
    record: ((level, message, fields, ...metrics) => {
      lines.push({ level, message, fields });
      for (const { values, dimensions = {} } of metrics) {
        if (Object.keys(values).length > 0) measured.push({ values, dimensions });
      }
    }) satisfies WriteRecord,
    createLog: (context: LogFields = {}): Log => {
      const at = (level: keyof Log) => (message: string, fields?: LogFields) => {
        lines.push({ level, message, fields: { ...context, ...fields } });
      };
      return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    },
  };
}
