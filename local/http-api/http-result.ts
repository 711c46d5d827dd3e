import { type Answer, jsonAnswer } from '../gateway/proxy-result.ts';

/**
 * What an HTTP API makes of a function's result of payload format 2.0 (API Gateway docs, Create AWS
 * Lambda proxy integrations for HTTP APIs). Without a status code the result itself is the body, as JSON.
 *
 * @returns undefined when the result is malformed, which API Gateway answers with 500
 */
export function toHttpApiAnswer(result: unknown): Answer | undefined {
  const { statusCode, headers, cookies, body, isBase64Encoded } = (result ?? {}) as Record<
    string,
    unknown
  >;
  if (statusCode === undefined) return inferred(result);
  if (!isStatus(statusCode)) return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  return {
    status: statusCode,
    headers: { ...lowerCaseHeaders(headers), ...setCookies(cookies) },
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function inferred(result: unknown): Answer {
  if (typeof result !== 'string') return jsonAnswer(200, (result ?? null) as object);
  return { ...jsonAnswer(200, {}), body: Buffer.from(result) };
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599;
}

function lowerCaseHeaders(headers: unknown): Record<string, string> {
  const entries = Object.entries((headers ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function setCookies(cookies: unknown): Record<string, string[]> {
  return Array.isArray(cookies) ? { 'set-cookie': cookies.map(String) } : {};
}
