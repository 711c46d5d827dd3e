import type { ReportedError } from './messages.ts';

/** The function did not answer: it threw, ran out of time, or its process died. */
export class FunctionFailed extends Error {
  override readonly name = 'FunctionFailed';
  readonly code: 'threw' | 'timed-out' | 'died' | 'stopped';
  /** Name of the error that the handler threw; Lambda calls it `errorType`. */
  readonly errorType: string | undefined;

  private constructor(code: FunctionFailed['code'], message: string, errorType?: string) {
    super(message);
    this.code = code;
    this.errorType = errorType;
  }

  static threw({ name, message, stack }: ReportedError): FunctionFailed {
    const failed = new FunctionFailed('threw', `${name}: ${message}`, name);
    if (stack !== '') failed.stack = stack;
    return failed;
  }

  /** In Lambda's own words. */
  static timedOut(seconds: number): FunctionFailed {
    return new FunctionFailed('timed-out', `Task timed out after ${seconds.toFixed(2)} seconds`);
  }

  static died(how: string): FunctionFailed {
    return new FunctionFailed('died', `The function's process died (${how}).`);
  }

  static stopped(): FunctionFailed {
    return new FunctionFailed(
      'stopped',
      'The local run is stopping; invoke it again after a start.',
    );
  }
}
