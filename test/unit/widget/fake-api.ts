import { vi } from 'vitest';
import { readBatch, type SentBatch } from './page.ts';

export interface FakeApi {
  /** Where every request went. */
  readonly urls: string[];
  /** Every request for callbacks, also one that failed. */
  readonly batches: SentBatch[];
  readonly inits: RequestInit[];
  /** Names of all callbacks that were answered 200, in their order. */
  readonly stored: () => string[];
  /** Session tokens with which link tokens were asked for. */
  readonly linkTokens: string[];
  callbacks: (batch: SentBatch, init: RequestInit) => Response | Promise<Response>;
  linkToken: (session: string) => Response | Promise<Response>;
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify(body), { status, headers });
}

export function refuse(status: number, code: string, headers: Record<string, string> = {}) {
  return answer(status, { code, message: `what to do about ${code}` }, headers);
}

export function stored(batch: SentBatch): Response {
  return answer(200, { stored: batch.callbacks.length });
}

/** What a browser's fetch does without a network. */
export function offline(): never {
  throw new TypeError('Failed to fetch');
}

/** A Widget API in the place of fetch, which answers what a test says. */
export function createApi(): FakeApi {
  const accepted: string[] = [];
  const api: FakeApi = {
    urls: [],
    batches: [],
    inits: [],
    linkTokens: [],
    stored: () => accepted,
    callbacks: stored,
    linkToken: () => {
      const accessToken = `link-${api.linkTokens.length}`;
      return answer(200, { accessToken, expiresAt: '2026-11-25T07:00:00Z' });
    },
  };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    api.urls.push(url);
    if (url.endsWith('/link-token')) {
      const headers = new Headers(init.headers);
      const session = (headers.get('authorization') ?? '').replace('Bearer ', '');
      api.linkTokens.push(session);
      return await api.linkToken(session);
    }
    const batch = readBatch(url, init.body as string);
    api.batches.push(batch);
    api.inits.push(init);
    const response = await api.callbacks(batch, init);
    if (response.ok) accepted.push(...batch.callbacks.map(({ name }) => name));
    return response;
  });
  return api;
}
