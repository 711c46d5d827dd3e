import { SmileWidgetError } from './smile-widget-error.ts';

/** What the Widget API answered. */
export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly body: Record<string, unknown>;
  /** The API's own code; undefined when somebody else answered: a proxy, another server. */
  readonly code: string | undefined;
  /** `code: message` as the API wrote them, or the status. */
  readonly reason: string;
  /** Milliseconds, as Retry-After asks; 0 when it does not. */
  readonly retryAfter: number;
}

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
    const body = (await response.json().catch(() => ({}))) as Answer['body'] | null;
    // A body that was cut off is no answer: it may have been anybody's.
    if (abort.signal.aborted) throw new Error('aborted');
    const code = typeof body?.code === 'string' ? body.code : undefined;
    return {
      status: response.status,
      ok: response.ok,
      body: body ?? {},
      code,
      reason: code ? `${code}: ${String(body?.message)}` : `status ${response.status}`,
      retryAfter: Number(response.headers.get('retry-after')) * 1000 || 0,
    };
  } catch (cause) {
    throw new SmileWidgetError(
      'api-unreachable',
      `No answer from ${url}. Check the network, "api", widget.origins of the deployment, and ` +
        "connect-src of the page's CSP.",
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}
