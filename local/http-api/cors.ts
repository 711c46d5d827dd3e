import type { IncomingMessage } from 'node:http';
import type { Answer } from '../gateway/proxy-result.ts';

/** The CORS configuration of an HTTP API. */
export interface CorsDefinition {
  /** Exact origins. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  /** Seconds for which a browser remembers the answer to a preflight. */
  readonly maxAge: number;
}

type Received = Pick<IncomingMessage, 'method' | 'headers'>;

/** CORS as an HTTP API does it by itself (API Gateway docs, Configure CORS for HTTP APIs). */
export interface Cors {
  /** The gateway's own answer to a preflight; undefined: the request is none. */
  preflight(request: Received): Answer | undefined;
  /** The answer with the API's headers in place of those that the function gave. */
  addTo(answer: Answer, request: Received): Answer;
}

/** @param definition the origins of the run's own pages included */
export function cors(definition: CorsDefinition): Cors {
  const { methods, headers, exposed, maxAge } = definition;
  const granted = ({ headers: { origin } }: Received) =>
    origin !== undefined && definition.origins.includes(origin)
      ? { 'access-control-allow-origin': origin, ...exposing(exposed) }
      : undefined;
  return {
    preflight(request) {
      const { origin, 'access-control-request-method': wanted } = request.headers;
      if (request.method !== 'OPTIONS' || origin === undefined || wanted === undefined) {
        return undefined;
      }
      const allowed = granted(request);
      // A foreign origin is told nothing: without these headers its browser goes no further.
      return { status: 204, headers: allowed ? { ...allowed, ...permissions() } : {}, body: NONE };
    },
    addTo(answer, request) {
      const own = Object.entries(answer.headers).filter(([name]) => !isOfCors(name));
      return { ...answer, headers: { ...Object.fromEntries(own), ...granted(request) } };
    },
  };

  function permissions() {
    return {
      'access-control-allow-methods': methods.join(','),
      'access-control-allow-headers': headers.join(','),
      'access-control-max-age': String(maxAge),
    };
  }
}

const NONE = Buffer.alloc(0);

function exposing(names: readonly string[]): Record<string, string> {
  return names.length > 0 ? { 'access-control-expose-headers': names.join(',') } : {};
}

function isOfCors(name: string): boolean {
  return name.toLowerCase().startsWith('access-control-');
}
