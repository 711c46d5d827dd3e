import { describeError } from '../../lambdas/telemetry/describe-error.ts';

/** Tells about an outage once, and once when it is over, however many callers notice. */
export function outageLog(what: string, logLine: (line: string) => void) {
  let out = false;
  return {
    began(error: unknown): void {
      if (out) return;
      out = true;
      const { code, class: errorClass } = describeError(error);
      logLine(`${what} does not answer (${code ?? errorClass}); asking again until it does`);
    },
    over(): void {
      if (!out) return;
      out = false;
      logLine(`${what} answers again`);
    },
  };
}
