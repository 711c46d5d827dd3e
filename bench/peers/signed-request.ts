import { createHash, createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Agent, request } from 'node:https';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { once } from 'node:events';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

/**
 * What the SDK's client costs: the same receiver with a request of its own, signed by the SDK's signer. It
 * retries nothing and has no time limits: a figure to compare with, nothing to deploy.
 */
const endpoint = new URL(
  process.env.AWS_ENDPOINT_URL ?? 'https://sqs.ap-southeast-1.amazonaws.com',
);
const isPlain = endpoint.protocol === 'http:';
const agent = isPlain ? new PlainAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
const signer = new SignatureV4({
  service: 'sqs',
  region: process.env.AWS_REGION ?? '',
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
  },
  sha256: Hash.bind(null, 'sha256'),
});

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const expected = createHmac('sha512', process.env.WEBHOOK_SECRET ?? '')
    .update(body)
    .digest();
  const claimed = Buffer.from(event.headers['Smile-Signature'] ?? '', 'hex');
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) {
    return { statusCode: 401, body: '' };
  }
  const text = body.toString();
  const { id, data } = JSON.parse(text) as { id: string; data?: { userId?: string } };
  const answer = await post('AmazonSQS.SendMessage', {
    QueueUrl: process.env.EVENTS_QUEUE_URL,
    MessageBody: text,
    MessageGroupId: data?.userId ?? id,
    MessageDeduplicationId: createHash('sha256').update(body).digest('hex'),
  });
  const { MD5OfMessageBody } = JSON.parse(answer) as { MD5OfMessageBody: string };
  return { statusCode: MD5OfMessageBody === hash('md5', text) ? 200 : 503, body: '' };
};

async function post(target: string, input: object): Promise<string> {
  const { hostname, host, port, protocol } = endpoint;
  const signed = await signer.sign(
    new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      headers: { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
      body: JSON.stringify(input),
    }),
  );
  const { method, headers, path } = signed;
  const posted = (isPlain ? plainRequest : request)({
    hostname,
    port,
    method,
    headers,
    path,
    agent,
  });
  posted.end(signed.body);
  const [response] = (await once(posted, 'response')) as [NodeJS.ReadableStream];
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(response, 'end');
  return Buffer.concat(chunks).toString();
}
