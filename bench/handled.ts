/** A function did not do what is measured. */
export class NotHandled extends Error {
  override readonly name = 'NotHandled';
  readonly code = 'not-handled';
  constructor(file: string, answer: unknown) {
    super(
      `${file} does not do what is measured: it answered ${JSON.stringify(answer)}. Mend it, or its event in bench/events.ts.`,
    );
  }
}

interface Answer {
  /** Of a receiver. */
  readonly statusCode?: number;
  /** Of a worker. */
  readonly batchItemFailures?: readonly unknown[];
}

/** @throws NotHandled unless a receiver answered 2xx, or a worker that nothing failed */
export function assertHandled(file: string, answer: unknown): void {
  const { statusCode, batchItemFailures } = (answer ?? {}) as Answer;
  const isReceived = statusCode !== undefined && statusCode >= 200 && statusCode < 300;
  if (!isReceived && batchItemFailures?.length !== 0) throw new NotHandled(file, answer);
}
