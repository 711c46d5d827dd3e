import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

/** Answers 413 to the first bytes of a request, and resets the connection with the rest unread. */
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    const answer = 'HTTP/1.1 413 Payload Too Large\r\nContent-Length: 2\r\n\r\n{}';
    socket.end(answer, () => socket.destroy());
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage((server.address() as AddressInfo).port);
