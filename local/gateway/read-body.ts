import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body, however slowly it comes.
 *
 * A body over the limit is read to its end as well, and thrown away: an answer before that would reach
 * a client that is still sending as a reset connection.
 *
 * @param limit bytes
 * @returns undefined when the body is larger; rejects when the client goes away
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length <= limit ? Buffer.concat(chunks) : undefined;
}
