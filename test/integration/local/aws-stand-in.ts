import { receiverTag } from '../../../infra/receiver-tag.ts';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An answer in a service's own protocol. */
export interface StandInAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that came, by the name of its action. */
export interface StandInRequest {
  readonly action: string;
  readonly target: string;
  readonly body: string;
}

/** One URL that speaks for CloudFormation, Secrets Manager and Lambda, each in its own protocol. */
export async function startAwsStandIn(answers: Record<string, () => StandInAnswer>) {
  const requests: StandInRequest[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const action = actionOf(request, body);
    requests.push({ action, target: request.url ?? '', body });
    const answer = answers[action]?.() ?? { status: 404, type: 'text/plain', body: action };
    response.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers });
    response.end(answer.body);
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => void server.close() };
}

/** Query protocol: in the body. AWS JSON: in a header. Lambda: in the path. */
function actionOf({ headers, url = '' }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return String(target).split('.')[1] ?? '';
  if (url.endsWith('/invocations')) return 'Invoke';
  return new URLSearchParams(body).get('Action') ?? '';
}

const query = (status: number, body: string): StandInAnswer => ({
  status,
  type: 'text/xml',
  body,
});

/** `DescribeStacks` with these outputs of a receiver `Smile` (CloudFormation API reference). */
export function stackWith(
  outputs: Readonly<Record<string, string>>,
  stage = 'sandbox',
): StandInAnswer {
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>Smile${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return query(
    200,
    `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>smile-sandbox</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Tags><member><Key>${receiverTag(stage)}</Key><Value>Smile</Value></member></Tags><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></DescribeStacksResponse>`,
  );
}

export function queryFault(status: number, code: string, message: string): StandInAnswer {
  return query(
    status,
    `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  );
}

/** `GetSecretValue` (Secrets Manager API reference). */
export function secretHolding(SecretString: string): StandInAnswer {
  const body = JSON.stringify({ ARN: 'arn', Name: 'name', SecretString });
  return { status: 200, type: 'application/x-amz-json-1.1', body };
}

export function jsonFault(status: number, code: string, message: string): StandInAnswer {
  return {
    status,
    type: 'application/x-amz-json-1.1',
    body: JSON.stringify({ __type: code, message }),
    headers: { 'x-amzn-errortype': code },
  };
}

/** `Invoke`: what the function returned, or how it failed (Lambda API reference). */
export function invoked(result: unknown, functionError?: string): StandInAnswer {
  return {
    status: 200,
    type: 'application/json',
    body: JSON.stringify(result),
    headers: functionError === undefined ? {} : { 'x-amz-function-error': functionError },
  };
}
