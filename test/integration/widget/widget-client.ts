import type { LocalRun } from '../../../local/start.ts';

/** A callback as a page relays it. */
export interface Relayed {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly data?: unknown;
}

/** What the API answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

let ids = 0;

/** A callback with an id of its own, fired now. */
export function relayed(name: string, data: object = {}): Relayed {
  ids += 1;
  return { id: `callback-${ids}`, name, at: new Date().toISOString(), data };
}

/** Posts a body as a page does: as text, so that no preflight is needed. */
export async function postCallbacks(
  run: LocalRun,
  body: string | Uint8Array | object,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const response = await fetch(`${run.widgetUrl}/callbacks`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body:
      typeof body === 'string' || body instanceof Uint8Array
        ? Buffer.from(body)
        : JSON.stringify(body),
  });
  return await answerOf(response);
}

/** Relays callbacks of a user, with a session of hers. */
export async function relay(
  run: LocalRun,
  userId: string,
  ...callbacks: readonly Relayed[]
): Promise<ApiAnswer> {
  const { token } = await run.createSession(userId);
  return await postCallbacks(run, { session: token, callbacks });
}

/** Asks one of the other routes. */
export async function ask(
  run: LocalRun,
  route: 'GET /status' | 'POST /link-token',
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`${run.widgetUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return await answerOf(response);
}

async function answerOf(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, body, headers: response.headers };
}
