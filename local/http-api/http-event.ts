import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT } from '../aws.ts';
import { logTime } from '../gateway/log-time.ts';

/** A request as it came in at the HTTP API. */
export interface HttpApiRequest {
  /** `POST /callbacks` */
  readonly routeKey: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names and values in turn, as node:http has them. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

/** These end at the gateway; cookies have a place of their own in the event. */
const NOT_HANDED_ON = new Set([
  'connection',
  'cookie',
  'expect',
  'keep-alive',
  'transfer-encoding',
]);

/**
 * What reaches the function as text. API Gateway infers it from the media type and lists none for HTTP
 * APIs; these are the ones that Lambda's documentation lists for load balancers, which do the same (AWS
 * Lambda docs, Application Load Balancer). Functions must read both forms.
 */
const TEXT = /^\s*(?:text\/[^;]+|application\/(?:json|javascript|xml))\s*(?:;|$)/i;

/**
 * The event of payload format 2.0 that an HTTP API hands to a function (API Gateway docs, Create AWS
 * Lambda proxy integrations for HTTP APIs).
 */
export function toHttpApiEvent(request: HttpApiRequest): APIGatewayProxyEventV2 {
  const { routeKey, method, sourceIp } = request;
  const url = new URL(request.target, 'http://localhost');
  const headers = joinedHeaders(request.rawHeaders, sourceIp);
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...cookiesOf(request.rawHeaders),
    headers,
    ...queryOf(url.searchParams),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...bodyOf(request.body, headers['content-type']),
  };
}

/** Names in lower case, the values of a repeated one joined with commas. */
function joinedHeaders(raw: readonly string[], sourceIp: string): Record<string, string> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairsOf(raw)) {
    if (NOT_HANDED_ON.has(name)) continue;
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return {
    ...Object.fromEntries([...values].map(([name, all]) => [name, all.join(',')])),
    'x-forwarded-for': sourceIp,
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  };
}

function cookiesOf(raw: readonly string[]): { readonly cookies?: string[] } {
  const cookies = pairsOf(raw)
    .filter(([name]) => name === 'cookie')
    .flatMap(([, value]) => value.split(/; */))
    .filter((cookie) => cookie !== '');
  return cookies.length > 0 ? { cookies } : {};
}

function pairsOf(raw: readonly string[]): (readonly [name: string, value: string])[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as const] : [],
  );
}

function queryOf(
  parameters: URLSearchParams,
): Pick<APIGatewayProxyEventV2, 'queryStringParameters'> {
  const names = [...new Set(parameters.keys())];
  if (names.length === 0) return {};
  return {
    queryStringParameters: Object.fromEntries(
      names.map((name) => [name, parameters.getAll(name).join(',')]),
    ),
  };
}

function bodyOf(body: Buffer, mediaType = '') {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !TEXT.test(mediaType);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}
