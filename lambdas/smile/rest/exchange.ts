import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { SmileApiError } from './smile-api-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: the request has none. */
  readonly body?: string | undefined;
}

export interface HttpReply {
  readonly status: number;
  /** The header as it came. */
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** Sends a request once. Throws {@link SmileApiError} when there is no answer, or too long a one. */
export type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<HttpReply>;

/** The longest answer that is read. A token has some 2 KiB; 150 archives with all that is known of them, far more. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Connections outlive the call: a handshake costs more than the request. `node:https` and not `fetch`,
 * whose first use costs a cold start 15 to 20 ms. Redirects are not followed, so the API key goes nowhere
 * else.
 */
const https = { request: httpsRequest, agent: new HttpsAgent({ keepAlive: true }) };
const http = { request: httpRequest, agent: new HttpAgent({ keepAlive: true }) };

export const exchange: Exchange = async ({ method, url, headers, body }, signal) => {
  const { request, agent } = url.protocol === 'https:' ? https : http;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(url, { method, headers, agent, signal }, resolve);
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    return {
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'],
      body: await textOf(response),
    };
  } catch (error) {
    throw error instanceof SmileApiError ? error : noAnswer(error, signal);
  }
};

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new SmileApiError({
        kind: 'unexpected',
        code: 'too-large',
        status: response.statusCode,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Only the code of Node's error goes on: its text names addresses, and with TLS parts of certificates. */
function noAnswer(error: unknown, signal: AbortSignal): SmileApiError {
  if (signal.aborted) {
    const timedOut = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
    return new SmileApiError({ kind: 'unavailable', code: timedOut ? 'timeout' : 'aborted' });
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'no-answer';
  return new SmileApiError({ kind: 'unavailable', code });
}
