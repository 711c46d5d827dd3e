import { SIGNATURE_HEADER, sign } from '../../lambdas/smile/signature.ts';

/** Nothing listens where the event should go. */
export class ReceiverUnreachable extends Error {
  override readonly name = 'ReceiverUnreachable';
  readonly code = 'receiver-unreachable';
  constructor(url: string, options: ErrorOptions) {
    super(`Nothing answers at ${url}. Start it with npm start, or name another --url.`, options);
  }
}

/**
 * Posts a body as Smile does.
 *
 * @returns the answer's status; rejects with {@link ReceiverUnreachable}
 */
export async function post(url: string, body: Buffer, secret: string): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, secret) },
      body: new Uint8Array(body),
      redirect: 'manual',
    });
    await response.arrayBuffer();
    return response.status;
  } catch (cause) {
    throw new ReceiverUnreachable(url, { cause });
  }
}
