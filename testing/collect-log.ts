import type { Log } from '../lambdas/receiver/index.ts';

/** A line that a handler wrote, without the ids that the worker adds to it. */
export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: NonNullable<Parameters<Log['info']>[1]>;
}

/** A log that keeps its lines, and hands them on. */
export function collectLog(next: Log) {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Log): Log['info'] =>
    (message, fields = {}) => {
      lines.push({ level, message, fields });
      next[level](message, fields);
    };
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines };
}
