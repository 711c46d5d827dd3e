import type { APIGatewayProxyEvent } from 'aws-lambda';
import { SIGNATURE_HEADER } from '../smile/signature.ts';

/** The part of a REST API proxy event that is looked at. */
export type GatewayRequest = Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded' | 'headers'>;

/** The body's bytes exactly as they were sent. */
export function bodyBytes({ body, isBase64Encoded }: GatewayRequest): Uint8Array {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

/** The value of `Smile-Signature`, whatever the case of the header's name. */
export function signatureOf({ headers }: GatewayRequest): string | undefined {
  const wanted = SIGNATURE_HEADER.toLowerCase();
  // A test invocation from the console sends null for headers, against the type.
  const name = Object.keys(headers ?? {}).find((key) => key.toLowerCase() === wanted);
  return name === undefined ? undefined : headers[name];
}
