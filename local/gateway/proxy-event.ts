import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ACCOUNT } from '../aws.ts';
import { logTime } from './log-time.ts';

/** A request as it came in. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names and values in turn, as node:http has them: names keep their case. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly stage: string;
}

/** Sets the caller's address in a local run; no part of the event. */
export const SOURCE_HEADER = 'x-local-source-ip';

/** These end at the gateway. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
]);

/**
 * The event that a REST API hands to a proxy integration (API Gateway docs, Input format of a Lambda
 * function for proxy integration), with every media type treated as binary, so that bytes survive.
 */
export function toProxyEvent(request: ReceivedRequest): APIGatewayProxyEvent {
  const { method, sourceIp, stage, body } = request;
  const url = new URL(request.target, 'http://localhost');
  const headers = multiValueHeaders(request.rawHeaders, sourceIp);
  const query = multiValueQuery(url.searchParams);
  const now = new Date();
  return {
    resource: url.pathname,
    path: url.pathname,
    httpMethod: method,
    headers: lastValues(headers),
    multiValueHeaders: headers,
    queryStringParameters: query && lastValues(query),
    multiValueQueryStringParameters: query,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      authorizer: null,
      domainName: '127.0.0.1',
      domainPrefix: 'local',
      extendedRequestId: randomUUID(),
      httpMethod: method,
      identity: { ...ANONYMOUS, sourceIp, userAgent: headers['User-Agent']?.at(-1) ?? null },
      path: `/${stage}${url.pathname}`,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      requestTime: logTime(now),
      requestTimeEpoch: now.getTime(),
      resourceId: 'local',
      resourcePath: url.pathname,
      stage,
    },
    body: body.length > 0 ? body.toString('base64') : null,
    isBase64Encoded: body.length > 0,
  };
}

const ANONYMOUS = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

function multiValueHeaders(raw: readonly string[], sourceIp: string): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] as string;
    const lower = name.toLowerCase();
    if (lower === SOURCE_HEADER || HOP_BY_HOP.has(lower)) continue;
    (headers[name] ??= []).push(raw[index + 1] as string);
  }
  headers['X-Forwarded-For'] = [sourceIp];
  headers['X-Forwarded-Proto'] = ['https'];
  headers['X-Forwarded-Port'] = ['443'];
  return headers;
}

function multiValueQuery(parameters: URLSearchParams): Record<string, string[]> | null {
  const names = [...new Set(parameters.keys())];
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name)]));
}

function lastValues(all: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, values.at(-1) ?? '']),
  );
}
