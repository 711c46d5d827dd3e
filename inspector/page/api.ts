import type { Trouble } from '../contract.ts';

/** The token of this run, kept for other tabs of the same address. A new run has another one. */
const KEPT = 'smile-inspector-token';

/** Takes the token out of the address, where people would see it and copy it. */
export function takeToken(): void {
  const given = location.hash.slice(1);
  if (given === '') return;
  localStorage.setItem(KEPT, given);
  history.replaceState(history.state, '', location.pathname + location.search);
}

/** The server did not give what was asked for. The message says what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** The missing right, as a policy names it. */
  readonly action: string | undefined;
  constructor({ code, message, action }: Trouble) {
    super(message);
    this.code = code;
    this.action = action;
  }
}

/** Asks the server. @throws ApiError */
export async function get<T>(path: string, parameters: URLSearchParams | string = ''): Promise<T> {
  return await ask<T>(`${path}?${String(parameters)}`, {});
}

/** Has the server do something. @throws ApiError */
export async function post<T>(path: string, json: object): Promise<T> {
  return await ask<T>(path, {
    method: 'POST',
    body: JSON.stringify(json),
    headers: { 'content-type': 'application/json' },
  });
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const headers = new Headers(init.headers);
  headers.set('x-inspector-token', localStorage.getItem(KEPT) ?? '');
  let response: Response;
  try {
    response = await fetch(`/_inspector/${path}`, { ...init, headers, cache: 'no-store' });
  } catch {
    throw new ApiError({
      code: 'gone',
      message: 'The inspector does not answer. Is its terminal still open?',
    });
  }
  const json: unknown = await response.json();
  if (response.ok) return json as T;
  throw new ApiError(json as Trouble);
}
