import { SmileWidgetError, type SmileWidgetErrorCode } from './smile-widget-error.ts';

/** What the Widget API answered. */
export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly body: Record<string, unknown>;
  /** The API's own code; undefined when somebody else answered: a proxy, another server. */
  readonly code: string | undefined;
  /** `code: message` as the API wrote them, or the status. */
  readonly reason: string;
  /** Milliseconds, as Retry-After asks, five minutes at most; 0 when it does not. */
  readonly retryAfter: number;
}

/** A page does not live long enough for more, and a timer of more than 24 days would run out at once. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/**
 * Posts to the Widget API, without cookies. Any status is an answer.
 *
 * @param patience milliseconds until the request is aborted
 * @throws SmileWidgetError `api-unreachable`
 */
export async function post(url: string, init: RequestInit, patience: number): Promise<Answer> {
  // AbortSignal.timeout is two years younger than the browsers that this supports.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    const request = { method: 'POST', credentials: 'omit', signal: abort.signal, ...init } as const;
    const response = await fetch(url, request);
    // Whatever the JSON is, an object comes of it.
    const body: Answer['body'] = Object(await response.json().catch(() => undefined));
    // A body that was cut off is no answer: it may have been anybody's.
    if (abort.signal.aborted) throw new Error('timeout');
    const code = typeof body.code === 'string' ? body.code : undefined;
    return {
      status: response.status,
      ok: response.ok,
      body,
      code,
      reason: code ? `${code}: ${body.message as string}` : `status ${response.status}`,
      retryAfter: Math.min(
        Number(response.headers.get('retry-after')) * 1000 || 0,
        LONGEST_RETRY_AFTER_MS,
      ),
    };
  } catch (cause) {
    throw new SmileWidgetError(
      'api-unreachable',
      `No answer from ${url}. Check the network, "api", widget.origins and the page's connect-src.`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The error for an answer that is not what was asked for. An outage and too many requests pass: they are
 * `api-unreachable`, as if nobody had answered.
 */
export function refusal(
  { status, reason, code, retryAfter }: Answer,
  refused: SmileWidgetErrorCode,
  what: string,
): SmileWidgetError {
  const isOutage = status >= 500 || [408, 425, 429].includes(status);
  return new SmileWidgetError(isOutage ? 'api-unreachable' : refused, `${what}. ${reason}`, {
    apiCode: code,
    retryAfter,
  });
}
