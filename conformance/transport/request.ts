import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { text } from 'node:stream/consumers';
import { describeError } from '../../lambdas/telemetry/describe-error.ts';
import { connectTo } from './connection.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A POST to be sent: names of headers keep their case, bytes stay as they are. */
export interface Parcel {
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after another; with `chunked` each is a chunk of its own. */
  readonly parts: readonly Uint8Array[];
  /** `Transfer-Encoding: chunked` in place of a `Content-Length`. */
  readonly chunked?: boolean;
}

/** The receiver said nothing. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'no-answer';
  constructor(url: string, cause: unknown) {
    super(`${url} did not answer: ${describeError(cause).code ?? 'unknown cause'}.`, {
      cause,
    });
  }
}

/** API Gateway itself answers within 29 s (API Gateway docs, Quotas). */
const ANSWER_WITHIN_MS = 35_000;

/**
 * Sends all of it and waits for the answer, which may come before the end of a body that is refused. Rejects
 * with {@link NoAnswer}.
 */
export async function send(url: string, parcel: Parcel): Promise<Answer> {
  const request = open(url, parcel);
  const answer = answerTo(url, request);
  for (const part of parcel.parts) request.write(part);
  request.end();
  return await answer;
}

/** Sends all of it and hangs up without an answer, as a client does whose time is over. */
export async function sendAndHangUp(url: string, parcel: Parcel): Promise<void> {
  const request = open(url, parcel);
  giveUpInTime(request);
  const { promise: gone, resolve, reject } = Promise.withResolvers<void>();
  request.on('error', (cause) => reject(new NoAnswer(url, cause)));
  for (const part of parcel.parts) request.write(part);
  // Calls back when the operating system has all of it: from there it arrives whatever we do.
  request.end(() => resolve());
  await gone;
  request.removeAllListeners('error').on('error', () => undefined);
  request.destroy();
}

/** Announces the whole and cuts the connection after its first half. */
export async function sendHalf(url: string, parcel: Parcel): Promise<void> {
  const { hangUp } = await holdHalf(url, parcel);
  hangUp();
}

/** A request that its sender does not end. */
export interface Held {
  /**
   * Resolves when the connection has ended, to whether there was an answer before; while it is held, only the
   * receiver can end it.
   */
  readonly ended: Promise<{ readonly isAnswered: boolean }>;
  readonly hangUp: () => void;
}

/** Announces the whole, sends its first half, and leaves it at that. Rejects with {@link NoAnswer}. */
export async function holdHalf(url: string, parcel: Parcel): Promise<Held> {
  const request = open(url, parcel);
  giveUpInTime(request);
  const { promise: gone, resolve, reject } = Promise.withResolvers<void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<{ isAnswered: boolean }>();
  let isAnswered = false;
  request.on('response', (response) => {
    isAnswered = true;
    response.resume();
  });
  request.on('error', (cause) => reject(new NoAnswer(url, cause)));
  request.on('close', () => end({ isAnswered }));
  request.write(firstHalf(Buffer.concat(parcel.parts)), () => resolve());
  await gone;
  // From here on it may last as long as it takes.
  request.setTimeout(0);
  return { ended, hangUp: () => void request.destroy() };
}

export function firstHalf(body: Buffer): Buffer {
  return body.subarray(0, Math.floor(body.length / 2));
}

function open(url: string, { headers, parts, chunked = false }: Parcel): ClientRequest {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const framing: Record<string, string> = chunked
    ? { 'Transfer-Encoding': 'chunked' }
    : { 'Content-Length': String(length) };
  const options = { method: 'POST', headers: { ...headers, ...framing } };
  // A connection of its own: cutting one must not touch another.
  if (url.startsWith('https:')) return overTls(url, { ...options, agent: false });
  return overHttp(url, { ...options, createConnection: connectTo });
}

/** Ends a request on whose connection nothing has happened for too long. */
function giveUpInTime(request: ClientRequest): void {
  request.setTimeout(ANSWER_WITHIN_MS, () => {
    request.destroy(Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' }));
  });
}

async function answerTo(url: string, request: ClientRequest): Promise<Answer> {
  giveUpInTime(request);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
    });
    return { status: response.statusCode ?? 0, text: await text(response) };
  } catch (cause) {
    throw new NoAnswer(url, cause);
  }
}
