import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { parentAsJudge } from '../iam/ask-parent.ts';
import { guardServer } from '../iam/guard-server.ts';
import { keepOtherSitesOut } from '../same-machine.ts';
import { runEngine } from './engine-process.ts';

// dynalite throws away from the request: when a client dies while it sends, from which the others must
// not suffer, and when it could not open its files.
let fail = (error: Error): void => {
  throw error;
};
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') fail(error);
});

await runEngine(async (directory, port) => {
  const server = dynalite({ path: directory, createTableMs: 0 });
  guardServer(server, parentAsJudge());
  keepOtherSitesOut(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: actual } = server.address() as AddressInfo;
  await firstAnswer(actual);
  return {
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
});

/** Its files are opened after it listens; only an answer shows that no other process holds them. */
async function firstAnswer(port: number): Promise<void> {
  const rethrow = fail;
  await new Promise((resolve, reject) => {
    fail = reject;
    fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      headers: {
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-date': '20260101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=any, SignedHeaders=any, Signature=any',
      },
      body: '{}',
    }).then(resolve, reject);
  });
  fail = rethrow;
}
