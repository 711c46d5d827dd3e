import { setTimeout as delay } from 'node:timers/promises';
import { CorrectedClock } from './corrected-clock.ts';
import { clientOptions } from './options.ts';
import { objectRequest, ownSigning, sign } from './s3-request.ts';

/** S3 answered with a status that no repetition changed. */
export class S3RequestFailed extends Error {
  override readonly name = 'S3RequestFailed';
  /** S3's own code, such as `EntityTooLarge` or `AccessDenied`; `http-<status>` when it gave none. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  constructor(status: number, s3Code?: string) {
    const code = s3Code ?? `http-${status}`;
    super(
      `S3 answered ${status} (${code}): check the bucket, the role's policy and the health of S3.`,
    );
    this.code = code;
    this.status = status;
  }
}

/**
 * A client for two requests on top of the SDK's own signer and HTTP handler, which the other clients
 * carry anyway: the SDK's S3 client is larger than all of the rest together.
 */
const { requestHandler: http, maxAttempts } = clientOptions;
const clock = new CorrectedClock();

/** Writes an object whole. Content-addressed keys make a repetition harmless. */
export async function putObject(
  bucket: string,
  key: string,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const { status, code } = await send('PUT', bucket, key, body, signal);
  if (status !== 200) throw new S3RequestFailed(status, code);
}

/** Reads an object whole; undefined when there is none. */
export async function getObject(
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const { status, code, content } = await send('GET', bucket, key, undefined, signal);
  // A 404 may also mean that there is no such bucket, which is no statement about the object.
  if (status === 404 && code === 'NoSuchKey') return undefined;
  if (status !== 200) throw new S3RequestFailed(status, code);
  return content;
}

interface Response {
  readonly status: number;
  /** S3's code of an error; undefined when it succeeded, or said nothing that looks like one. */
  readonly code: string | undefined;
  readonly content: Buffer;
}

/** Sends a signed request, again after a fault that may pass. */
async function send(
  method: 'GET' | 'PUT',
  bucket: string,
  key: string,
  body: Uint8Array | undefined,
  abortSignal: AbortSignal,
): Promise<Response> {
  const request = objectRequest(method, bucket, key, body);
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === maxAttempts;
    try {
      const signedAt = clock.now();
      const at = new Date(signedAt.corrected);
      const signed = await sign(request, { ...ownSigning(), at });
      const { response } = await http.handle(signed, { abortSignal });
      const { statusCode: status, headers } = response;
      const content = response.body as Buffer;
      const error = status < 300 ? undefined : content.toString('utf8');
      const code = elementIn(error, 'Code');
      const isMisdated = clock.learn(elementIn(error, 'ServerTime') ?? headers.date, signedAt);
      if (isLast || !mayPass(status, code, isMisdated)) return { status, code, content };
    } catch (error) {
      if (isLast || abortSignal.aborted) throw error;
    }
    await delay(100 * 2 ** attempt * Math.random(), undefined, { signal: abortSignal });
  }
}

/** `RequestTimeout`: S3 waited too long for the request's body (S3 API reference, Error responses). */
function mayPass(status: number, code: string | undefined, isMisdated: boolean): boolean {
  if (status === 403) return isMisdated;
  return status >= 500 || status === 429 || code === 'RequestTimeout';
}

/** An element of S3's error document; undefined for text that cannot be a code or a time. */
function elementIn(error: string | undefined, name: 'Code' | 'ServerTime'): string | undefined {
  return new RegExp(`<${name}>([\\w.:-]{1,64})</${name}>`).exec(error ?? '')?.[1];
}
