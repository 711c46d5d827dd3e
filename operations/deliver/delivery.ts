import { SIGNATURE_HEADER, sign } from '../../lambdas/smile/signature.ts';

/** A way into a receiver. What is sent on it is signed as Smile signs. */
export interface Delivery {
  /** Where it leads to, as it is shown. */
  readonly to: string;
  /** The headers of a request with this body. */
  readonly headersOf: (body: Uint8Array) => Readonly<Record<string, string>>;
  /** Sends a body; resolves to the status of the answer. */
  readonly send: (body: Uint8Array) => Promise<number>;
}

/** The headers that Smile sends with a body. */
export function signedHeaders(body: Uint8Array, secret: string): Record<string, string> {
  return { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, secret) };
}
