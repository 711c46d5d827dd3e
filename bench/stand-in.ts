import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in the place of all of AWS's services, that keeps nothing and answers at once. */
export interface StandIn {
  readonly url: string;
  stop(): void;
}

/** @param secret what Secrets Manager answers */
export async function startStandIn(secret: string): Promise<StandIn> {
  const server = createServer((request, response) => {
    const target = request.headers['x-amz-target'];
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // The floor, and an object for S3.
      if (typeof target !== 'string') response.end();
      else answer(response, target, Buffer.concat(chunks), secret);
    });
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

function answer(response: ServerResponse, target: string, body: Buffer, secret: string): void {
  const make = ANSWERS[target.split('.')[1] ?? ''];
  response.writeHead(make ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
  const content = make?.(body, secret) ?? { __type: 'Unknown', message: `No answer to ${target}.` };
  response.end(JSON.stringify(content));
}

/** What is answered to each action. No table holds anything: every event is a new one. */
const ANSWERS: Readonly<Record<string, (body: Buffer, secret: string) => object>> = {
  GetSecretValue: (_, secret) => ({ SecretString: JSON.stringify({ current: secret }) }),
  SendMessage: (body) => {
    const { MessageBody } = JSON.parse(body.toString()) as { MessageBody: string };
    // The SDK compares it.
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
    return { MessageId: 'm', SequenceNumber: '1', MD5OfMessageBody };
  },
  GetItem: () => ({}),
  PutItem: () => ({}),
  UpdateItem: () => ({}),
  PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] }),
};
