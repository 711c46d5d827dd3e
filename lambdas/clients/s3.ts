import { setTimeout as delay } from 'node:timers/promises';
import { clientOptions } from './options.ts';
import { objectRequest, ownSigning, sign } from './s3-request.ts';

/** S3 answered with a status that no repetition changed. */
export class S3RequestFailed extends Error {
  override readonly name = 'S3RequestFailed';
  readonly code: string;
  constructor(status: number) {
    super(`S3 answered ${status}: check the bucket, the role's policy and the health of S3.`);
    this.code = `http-${status}`;
  }
}

/**
 * A client for two requests on top of the SDK's own signer and HTTP handler, which the other clients
 * carry anyway: the SDK's S3 client is larger than all of the rest together.
 */
const { requestHandler: http, maxAttempts } = clientOptions;

/** Writes an object whole. Content-addressed keys make a repetition harmless. */
export async function putObject(
  bucket: string,
  key: string,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const { status } = await send('PUT', bucket, key, body, signal);
  if (status !== 200) throw new S3RequestFailed(status);
}

/** Reads an object whole; undefined when there is none. */
export async function getObject(
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const { status, content } = await send('GET', bucket, key, undefined, signal);
  // A 404 may also mean that there is no such bucket, which is no statement about the object.
  if (status === 404 && content.includes('<Code>NoSuchKey</Code>')) return undefined;
  if (status !== 200) throw new S3RequestFailed(status);
  return content;
}

interface Response {
  readonly status: number;
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
      const signed = await sign(request, ownSigning());
      const { response } = await http.handle(signed, { abortSignal });
      const content = response.body as Buffer;
      const mayPass = response.statusCode >= 500 || response.statusCode === 429;
      if (!mayPass || isLast) return { status: response.statusCode, content };
    } catch (error) {
      if (isLast || abortSignal.aborted) throw error;
    }
    await delay(100 * 2 ** attempt * Math.random(), undefined, { signal: abortSignal });
  }
}
