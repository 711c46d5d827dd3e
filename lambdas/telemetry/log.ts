import { Logger, LogLevelThreshold } from '@aws-lambda-powertools/logger';
import { escapeControls } from './escape-controls.ts';

/** What a log line may hold beside its message: ids, codes and numbers, never a body or an error. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** A log whose fields are scalars by type, so that no event or error slips in whole. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Prints as Powertools does, but nothing that a terminal or CloudWatch would act upon. */
class EscapingLogger extends Logger {
  protected override printLog(...[level, item]: Parameters<Logger['printLog']>): void {
    item.prepareForPrint();
    const json = JSON.stringify(item.getAttributes(), this.getJsonReplacer());
    const stream = level < LogLevelThreshold.WARN ? process.stdout : process.stderr;
    stream.write(`${escapeControls(json)}\n`);
  }
}

const logger = new EscapingLogger({ serviceName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'smile' });

/** A log that adds `context` to every line; nothing is kept between invocations. */
export function createLog(context: LogFields = {}): Log {
  return {
    debug: (message, fields) => logger.debug(message, { ...context, ...fields }),
    info: (message, fields) => logger.info(message, { ...context, ...fields }),
    warn: (message, fields) => logger.warn(message, { ...context, ...fields }),
    error: (message, fields) => logger.error(message, { ...context, ...fields }),
  };
}
