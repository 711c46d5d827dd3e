import type { IncomingMessage } from 'node:http';

/** A function's request ended too early, or did not say how long its body is. */
export class BodyUnreadable extends Error {
  override readonly name = 'BodyUnreadable';
  readonly code = 'body-unreadable';
  constructor() {
    super('Send the whole body, and its length in content-length, as the AWS SDK does.');
  }
}

/**
 * Reads a body and puts it back: the next reader finds it as it came.
 *
 * @throws BodyUnreadable
 */
export async function peekBody(request: IncomingMessage): Promise<Buffer> {
  const length = Number(request.headers['content-length']);
  const chunks: Buffer[] = [];
  let missing = length;
  return await new Promise((resolve, reject) => {
    const settle = (after: () => void) => {
      request.off('readable', read).off('close', fail);
      after();
    };
    const fail = () => settle(() => reject(new BodyUnreadable()));
    const read = () => {
      for (let chunk: Buffer | null; (chunk = request.read() as Buffer | null) !== null; ) {
        chunks.push(chunk);
        missing -= chunk.length;
      }
      if (missing > 0) return;
      const body = Buffer.concat(chunks);
      // In the same turn as the last read: after it the stream would have ended.
      request.unshift(body);
      settle(() => resolve(body));
    };
    if (!(length > 0)) return fail();
    request.on('readable', read).once('close', fail);
  });
}
