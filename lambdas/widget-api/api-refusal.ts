/** Seconds; the page's own backoff grows from there. */
export const RETRY_SOON = { 'retry-after': '5' };

/** The widget's API does not do what it was asked; the page is told why. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  /** HTTP status. */
  readonly status: number;
  /** Stable, for the page's code; the message is for its developer. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param message what to do; it holds no value out of the request
   * @param more `headers` of the answer; `cause`: what failed, for the log
   */
  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.headers = more.headers ?? {};
  }

  /** A user has done something too often; the page waits so long. */
  static tooMany(code: string, message: string, retryAfterSeconds: number): ApiRefusal {
    const headers = { 'retry-after': String(retryAfterSeconds) };
    return new ApiRefusal(429, code, message, { headers });
  }

  /** Something of ours failed; the page tries again. */
  static unavailable(): ApiRefusal {
    const message = 'The receiver cannot work at the moment. Try again.';
    return new ApiRefusal(503, 'unavailable', message, { headers: RETRY_SOON });
  }
}
