import { type Delivery, signedHeaders } from './delivery.ts';

/** No answer came from where the event should go: nothing listens there, or the connection failed. */
export class ReceiverUnreachable extends Error {
  override readonly name = 'ReceiverUnreachable';
  readonly code = 'receiver-unreachable';
  constructor(url: string, reason: string, options: ErrorOptions) {
    super(
      `No answer came from ${url} (${reason}). Start it with npm start or smile dev, or name another --url.`,
      options,
    );
  }
}

/**
 * Posts bodies to a URL, as Smile does. Sending rejects with {@link ReceiverUnreachable}.
 *
 * @param secret of the receiver
 */
export function byHttp(url: string, secret: string): Delivery {
  return {
    to: url,
    headersOf: (body) => signedHeaders(body, secret),
    async send(body) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: signedHeaders(body, secret),
          body: new Uint8Array(body),
          redirect: 'manual',
        });
        await response.arrayBuffer();
        return response.status;
      } catch (cause) {
        throw new ReceiverUnreachable(url, reasonOf(cause as Error), { cause });
      }
    },
  };
}

/** What fetch itself says is always the same; its cause tells more, and has no message of its own sometimes. */
function reasonOf(error: Error): string {
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  return code ?? message;
}
