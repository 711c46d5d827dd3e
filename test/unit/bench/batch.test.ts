import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { NotDone, untilDone } from '../../../bench/batch.ts';

const EMPTY = { visible: 0, inFlight: 0, delayed: 0 };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Where queues tell these depths, one after the other, the last one for ever. */
async function queues(...depths: object[]): Promise<string> {
  const server = createServer((_, response) => {
    response.end(JSON.stringify(depths.length > 1 ? depths.shift() : depths[0]));
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the wait for the last event', () => {
  it('ends with the queue empty', async () => {
    const busy = { events: { ...EMPTY, inFlight: 1 }, deadLetters: EMPTY };
    const url = await queues(busy, { events: EMPTY, deadLetters: EMPTY });

    await expect(untilDone(url, 60_000)).resolves.toBeUndefined();
  });

  it('ends with a clear error after its time', async () => {
    const url = await queues({ events: { ...EMPTY, delayed: 7 }, deadLetters: EMPTY });

    const waiting = untilDone(url, 100);

    await expect(waiting).rejects.toThrow(NotDone);
    await expect(waiting).rejects.toThrow('7 events are not done after 0.1 s: look for');
  });

  it('is no success with an event in the dead letters', async () => {
    const url = await queues({ events: EMPTY, deadLetters: { ...EMPTY, visible: 1 } });

    await expect(untilDone(url, 60_000)).rejects.toThrow('dead letters');
  });
});
