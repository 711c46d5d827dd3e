import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The part of an HTTP API's event (payload format 2.0) that is looked at. Header names are lower case. */
export type WidgetRequest = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>;

/** The body's bytes; empty when there is none. */
export function bodyBytes({ body, isBase64Encoded }: WidgetRequest): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

/** The token of `Authorization: Bearer …` (RFC 6750, section 2.1). */
export function bearerToken({ headers }: WidgetRequest): string | undefined {
  const [, token] = /^bearer +([\w.~+/=-]+) *$/i.exec(headers.authorization ?? '') ?? [];
  return token;
}
