import type { Readable } from 'node:stream';
import type { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** How long one attempt may take. Times in milliseconds. */
export interface AttemptLimits {
  readonly connectMs: number;
  /** From the request to the last byte of the answer. */
  readonly answerMs: number;
}

/** What the SDK passes along with a request. */
type Options = Parameters<NodeHttpHandler['handle']>[1];

/**
 * The SDK's HTTP handler, but an answer counts only when its last byte is there. The SDK's own time limit
 * ends with the headers: if the body stalls after them, the call waits until the function ends. Here the
 * attempt fails with a `TimeoutError`, which the SDK's retries repeat. All our answers are small, so they are
 * read whole.
 */
export class WholeAnswerHandler extends NodeHttpHandler {
  readonly #answerMs: number;

  constructor({ connectMs, answerMs }: AttemptLimits) {
    super({
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
    });
    this.#answerMs = answerMs;
  }

  override async handle(request: HttpRequest, options?: Options) {
    const began = performance.now();
    const { response } = await super.handle(request, options);
    const leftMs = this.#answerMs - (performance.now() - began);
    response.body = await readWithin(response.body as Readable, leftMs, options?.abortSignal);
    return { response };
  }
}

async function readWithin(
  body: Readable,
  leftMs: number,
  abortSignal: { readonly aborted: boolean } | undefined,
): Promise<Buffer> {
  const timer = setTimeout(() => body.destroy(timedOut()), Math.max(1, leftMs));
  try {
    return Buffer.concat(await body.toArray());
  } catch (error) {
    // The caller's signal closes the connection. That must not look like a fault that a retry can cure.
    throw abortSignal?.aborted ? aborted() : error;
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(): Error {
  const error = new Error('The answer stopped before its end.');
  return Object.assign(error, { name: 'TimeoutError', code: 'ETIMEDOUT' });
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}
