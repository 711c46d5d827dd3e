import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { Refused } from './refused.ts';

/** A request's body, undefined without one. Throws {@link Refused} for what is not JSON. */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const body = await text(request);
  if (body === '') return undefined;
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new Refused(415, 'The body must be of type application/json.');
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new Refused(400, 'The body must be JSON.');
  }
}
