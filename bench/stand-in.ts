import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in the place of SQS, S3 and Secrets Manager that keeps nothing. */
export interface StandIn {
  readonly url: string;
  stop(): void;
}

/** @param secret what Secrets Manager answers */
export async function startStandIn(secret: string): Promise<StandIn> {
  const server = createServer((request, response) => {
    const target = request.headers['x-amz-target'];
    const action = typeof target === 'string' ? target : `${request.method}`;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(response, action, chunks, secret));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** SQS has to answer with the digest of the message, which the SDK compares. */
function answer(
  response: ServerResponse,
  action: string,
  chunks: readonly Buffer[],
  secret: string,
): void {
  if (action === 'PUT' || action === 'POST') {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  if (action.endsWith('GetSecretValue')) {
    const SecretString = JSON.stringify({ current: secret });
    response.end(JSON.stringify({ SecretString }));
    return;
  }
  const { MessageBody = '' } = JSON.parse(Buffer.concat(chunks).toString()) as {
    MessageBody?: string;
  };
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  response.end(JSON.stringify({ MessageId: 'm', SequenceNumber: '1', MD5OfMessageBody }));
}
