import * as z from 'zod/mini';
import { checkBaseUrl } from './base-url.ts';
import { exchange, type HttpRequest } from './exchange.ts';
import { readReply } from './read-reply.ts';
import { SmileApiError } from './smile-api-error.ts';
import { turns } from './turns.ts';
import { PACE, PATIENCE, type RetryOptions, withRetries } from './with-retries.ts';

/** The key pair of one mode (Smile docs, API). */
export interface ApiCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** One request of Smile's API, and what it is answered with. */
export interface Operation<T extends z.ZodMiniType> {
  readonly method: HttpRequest['method'];
  /** Behind the base URL, with ids by `idInPath`. */
  readonly path: `/${string}`;
  /** Parameters that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Reads `data` of the answer. */
  readonly data: T;
  /**
   * It makes something each time, so that it is not repeated while it is unknown whether it took effect. Then the
   * error `isUnsettled`.
   */
  readonly creates?: boolean;
}

/** How one call differs from others. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for everything: turns, attempts and the waits between them. Default: 30 s. */
  readonly budgetMs?: number | undefined;
  /** The caller can bear that something is created twice: it is repeated like everything else. */
  readonly mayCreateTwice?: boolean | undefined;
}

/** Smile's REST API in the name of one key. The operations are functions of this folder that take it. */
export interface SmileApi {
  /** Throws {@link SmileApiError}. */
  send<T extends z.ZodMiniType>(
    operation: Operation<T>,
    options?: CallOptions,
  ): Promise<z.output<T>>;
}

/** What {@link smileApiAt} is made of. */
export interface SmileApiParts {
  readonly exchange: typeof exchange;
  readonly patience: typeof PATIENCE;
  readonly pace: typeof PACE;
}

const PARTS: SmileApiParts = { exchange, patience: PATIENCE, pace: PACE };

/**
 * Smile's REST API at an address; throws `SmileUrlRefused`. All calls together make five requests a second at most,
 * whichever key they have.
 *
 * @param baseUrl one of `SMILE_BASE_URLS`, or that of a stand-in
 */
export function smileApiAt(
  baseUrl: string,
  over: Partial<SmileApiParts> = {},
): (credentials: ApiCredentials) => SmileApi {
  const base = checkBaseUrl(baseUrl).href.replace(/\/$/, '');
  const parts = { ...PARTS, ...over };
  const turn = turns(parts.pace);

  return (credentials) => ({
    async send(operation, { signal, budgetMs, mayCreateTwice = false } = {}) {
      const request = requestOf(operation, base, credentials);
      const { patience, pace } = parts;
      const mayRepeat: RetryOptions['mayRepeat'] = ({ mayPass, mayHaveTakenEffect }) =>
        mayPass && (mayCreateTwice || !operation.creates || !mayHaveTakenEffect);
      try {
        return await withRetries(
          attemptsAt(operation, async (attempt) => await parts.exchange(request, attempt)),
          { ...patience, totalMs: budgetMs ?? patience.totalMs },
          pace,
          { signal, turn, mayRepeat },
        );
      } catch (error) {
        const isUnsettled =
          error instanceof SmileApiError && operation.creates && error.mayHaveTakenEffect;
        throw isUnsettled ? error.asUnsettled() : error;
      }
    },
  });
}

/** The attempts of one call. What an attempt without an answer deleted, the next one does not find. */
function attemptsAt<T extends z.ZodMiniType>(
  { method, data }: Operation<T>,
  ask: (signal: AbortSignal) => ReturnType<typeof exchange>,
): (signal: AbortSignal) => Promise<z.output<T>> {
  let mayBeDeleted = false;
  return async (signal) => {
    try {
      return readReply(await ask(signal), data);
    } catch (error) {
      if (method !== 'DELETE' || !(error instanceof SmileApiError)) throw error;
      if (error.kind === 'not-found' && mayBeDeleted) return z.parse(data, undefined);
      mayBeDeleted ||= error.mayHaveTakenEffect;
      throw error;
    }
  };
}

function requestOf(
  { method, path, query = {}, body }: Operation<z.ZodMiniType>,
  base: string,
  { apiKey, apiSecret }: ApiCredentials,
): HttpRequest {
  const parameters = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`);
  const search = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  // Basic authentication by key and secret; there are no access tokens for the API (Smile docs, API).
  const basic = Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
  return {
    method,
    url: new URL(`${base}${path}${search}`),
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basic}`,
      'user-agent': 'smile-event-receiver',
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  };
}
