import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';

/** An HTTP answer, ready to be written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/**
 * What a REST API makes of a proxy integration's result (API Gateway docs, Output format of a Lambda
 * function for proxy integration); undefined when it is malformed, which API Gateway answers with 502.
 */
export function toAnswer(result: unknown): Answer | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result as Record<
    string,
    unknown
  >;
  if (!isStatus(statusCode)) return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  return {
    status: statusCode,
    headers: { ...singleHeaders(headers), ...multiHeaders(multiValueHeaders) },
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

/** An answer of the gateway's own, or of the local run's: people read those in a terminal. */
export function jsonAnswer(status: number, body: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(escapeControls(JSON.stringify(body))),
  };
}

/** An answer of the gateway's own, of whatever bytes. */
export function bytesAnswer(status: number, bytes: Uint8Array): Answer {
  return {
    status,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
  };
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 200 && (value as number) <= 599;
}

function singleHeaders(headers: unknown): Record<string, string> {
  const entries = Object.entries((headers ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function multiHeaders(headers: unknown): Record<string, string[]> {
  const entries = Object.entries((headers ?? {}) as Record<string, unknown[]>);
  return Object.fromEntries(entries.map(([name, values]) => [name, values.map(String)]));
}
