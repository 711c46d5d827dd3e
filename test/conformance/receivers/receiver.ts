import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logs } from '../../../conformance/target.ts';
import { readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { type Disk, emptyDisk } from './disk.ts';
import { CORRECT, handle, type Parts, type Told } from './parts.ts';

/** A receiver in memory, right but for what was replaced. */
export interface MemoryReceiver {
  readonly url: string;
  readonly logs: Logs;
  /** Dies on the spot and comes back on what is on its disk. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a receiver that shows its effects as the local run does. */
export async function startMemoryReceiver(
  secret: string,
  flaw: Partial<Parts> = {},
): Promise<MemoryReceiver> {
  const disk = emptyDisk();
  const log: string[] = [];
  let life = await startLife({ secret, disk, log, parts: { ...CORRECT, ...flaw } }, 0);
  const { port } = life;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    logs: {
      mark: async () => log.length,
      since: async (mark) => log.slice(mark).join('\n'),
    },
    async restart() {
      await life.end();
      life = await startLife({ secret, disk, log, parts: { ...CORRECT, ...flaw } }, port);
    },
    close: () => life.end(),
  };
}

interface Body {
  readonly secret: string;
  readonly disk: Disk;
  readonly log: string[];
  readonly parts: Parts;
}

/** One process's worth of it: what it had in mind and its connections end with it. */
async function startLife(of: Body, port: number) {
  const { disk, parts } = of;
  let isAlive = true;
  const postponed: (() => void)[] = [];
  const later = (work: () => void) => void postponed.push(work);
  const pump = () =>
    setImmediate(() => {
      if (!isAlive) return;
      for (let next = disk.queue[0]; next; next = disk.queue[0]) {
        handle(disk, next, parts);
        disk.queue.shift();
      }
    });
  pump();
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    const isLook = path.startsWith('/_local/');
    if (isLook) for (const work of postponed.splice(0)) work();
    const { status, text } = isLook
      ? look(disk, decodeURIComponent(path.slice('/_local/'.length)))
      : await receive(request, of, { later, pump, parts });
    response.writeHead(status).end(text);
  };
  const server: Server = createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async end() {
      isAlive = false;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function receive(
  request: IncomingMessage,
  { secret, disk, log, parts }: Body,
  how: Parameters<Parts['store']>[2],
): Promise<Told> {
  const body = await parts.read(request);
  if (parts.isTooLarge(body, disk)) return { status: 413, text: '{}' };
  const signature = parts.signatureIn(request);
  if (!parts.isSigned(body, signature, secret)) return parts.refusal(body, secret, disk);
  const objection = parts.objection(body, disk);
  if (objection !== undefined) return { status: objection, text: '{}' };
  const delivery = { body, receivedAt: new Date().toISOString() };
  parts.store(disk, delivery, how);
  const eventId = readEnvelope(body).envelope?.id ?? 'unreadable';
  log.push(parts.logLine(body, eventId, { signature, secret }));
  return parts.answer(body);
}

function look(disk: Disk, path: string): { status: number; text: string | Buffer } {
  const [, name, id = ''] = /^([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const looks: Readonly<Record<string, () => unknown>> = {
    events: () => disk.ledger.get(id),
    bodies: () => disk.bucket.get(`bodies/${id}`),
    state: () => ({ items: [...disk.state.values()].filter(({ pk }) => pk === id) }),
    queues: () => ({ events: depthOf(disk.queue), deadLetters: depthOf(disk.deadLetters) }),
    announcements: () => ({ items: disk.announcements.toReversed() }),
  };
  const found = looks[name ?? '']?.();
  if (found === undefined) {
    const code = name === 'bodies' ? 'no-body' : 'no-event';
    return { status: 404, text: JSON.stringify({ code }) };
  }
  return { status: 200, text: Buffer.isBuffer(found) ? found : JSON.stringify(found) };
}

function depthOf({ length }: readonly unknown[]) {
  return { visible: length, inFlight: 0, delayed: 0 };
}
