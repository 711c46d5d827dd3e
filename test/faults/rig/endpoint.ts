import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type Aimed, type Aims, createAims, type WireFault } from './aims.ts';
import { asNew, cut, pass, passFirst, reset } from './passing.ts';
import { received } from './received.ts';
import { type Call, type Sighting, sightingOf } from './sighting.ts';
import { answerThrottled } from './throttling.ts';

/** What the endpoint does to the world behind it and before it. */
export interface Deeds {
  /** Kills the engine behind this base URL, and starts it again. */
  readonly restart: (back: string) => Promise<void>;
  /** Kills the processes that send callbacks. */
  readonly killCallbacks: () => Promise<void>;
}

/** Base URLs of what is behind the endpoint. */
export interface Backs {
  readonly sqs: string;
  readonly dynamodb: string;
  /** Secrets Manager and EventBridge. */
  readonly services: string;
  /** Whom the handlers call: not AWS, but on the same wire. */
  readonly partner: string;
}

/** A call that was answered well. */
export type Done = Sighting & { readonly input: string; readonly output: string };

/** A call that met a fault. */
export type Hit = Sighting & { readonly fault: WireFault };

/** All of AWS behind one URL, with faults at will. Listens on this machine only. */
export interface FaultyEndpoint extends Pick<Aims, 'aim'> {
  readonly url: string;
  /** Makes SQS take this event's next message for a new one, as it does after five minutes. */
  forget(eventId: string): void;
  close(): Promise<void>;
}

/** Longer than any of our clients waits; the event source, which waits for ever, is let go then. */
const HANG_MS = 12_000;

/**
 * @param onSeen told of every call of a known step that was done, before its answer goes out, and of every
 *   fault when it does its harm; of a restart once more when the engine is back
 */
export async function startFaultyEndpoint(
  backs: Backs,
  { restart, killCallbacks }: Deeds,
  onSeen: (seen: Done | Hit) => void,
): Promise<FaultyEndpoint> {
  const agent = new Agent({ keepAlive: true });
  const aims = createAims();
  const forgotten = new Set<string>();
  const receipts = new Map<string, string>();
  const restarting = new Set<string>();

  const backOf = (target: string): string => {
    if (target.startsWith('DynamoDB')) return backs.dynamodb;
    if (target.startsWith('Partner')) return backs.partner;
    return /^(secretsmanager|AWSEvents)/.test(target) ? backs.services : backs.sqs;
  };

  /** Whoever hits an engine that is away already has nothing more to do. */
  const restartOnce = async (back: string) => {
    if (restarting.has(back)) return;
    restarting.add(back);
    try {
      await restart(back);
    } finally {
      restarting.delete(back);
    }
  };

  const hit = ({ step, about, fault, harmed }: Aimed) => {
    harmed();
    onSeen({ step, about, fault });
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '/', headers } = incoming;
    const target = String(headers['x-amz-target'] ?? '');
    const call: Call = { method, path: url, target, body: await buffer(incoming) };
    const sighting = sightingOf(call, receipts);
    const aimed = sighting && aims.next(sighting);
    const back = backOf(target);
    if (aimed && aimed.fault !== 'cut') hit(aimed);
    if (aimed?.fault === 'hang') {
      await delay(HANG_MS, undefined, { ref: false });
      return reset(response);
    }
    if (aimed?.fault === 'throttle') return answerThrottled(target, response);
    if (aimed?.fault === 'restart') {
      reset(response);
      await restartOnce(back);
      hit(aimed);
      return;
    }
    if (restarting.has(back)) return reset(response);
    if (aimed?.fault === 'die-before') {
      await killCallbacks();
      return reset(response);
    }
    if (aimed?.fault === 'part') {
      response.end(await passFirst(call, headers, new URL(url, back), agent));
      return;
    }

    const isForgotten = sighting?.step === 'send' && forgotten.delete(sighting.about);
    const passed = isForgotten ? asNew(call) : call;
    const answer = await pass(passed, headers, new URL(url, back), agent);
    if (answer.status === 200) note(call, sighting, answer.body, receipts, onSeen);
    const lost = aimed ?? aimedAtReceived(target, answer.body, aims);
    if (lost?.fault === 'hang') {
      hit(lost);
      await delay(HANG_MS, undefined, { ref: false });
      return reset(response);
    }
    if (lost?.fault === 'cut') {
      hit(lost);
      return cut(response);
    }
    if (lost?.fault === 'die-after') {
      await killCallbacks();
      return reset(response);
    }
    // Who has got this answer does not name the message again; who has not, tries it again.
    if (sighting?.step === 'delete' && answer.status === 200) receipts.delete(receiptIn(call));
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  // An engine that is not there resets the connection, as it does without us.
  const server = createServer(
    (incoming, response) => void serve(incoming, response).catch(() => reset(response)),
  );
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    aim: aims.aim,
    forget: (eventId) => void forgotten.add(eventId),
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

function receiptIn({ body }: Call): string {
  return (JSON.parse(body.toString()) as { ReceiptHandle: string }).ReceiptHandle;
}

/** Remembers which receipt is of which event, and tells of what was done. */
function note(
  { target, body }: Call,
  sighting: Sighting | undefined,
  output: Buffer,
  receipts: Map<string, string>,
  onDone: (done: Done) => void,
): void {
  const input = body.toString();
  for (const { ReceiptHandle, MessageId, eventId } of received(target, output)) {
    receipts.set(ReceiptHandle, eventId);
    onDone({ step: 'receive', about: eventId, input, output: MessageId });
  }
  // A poll is nobody's: what it has brought is told above.
  if (!sighting || sighting.step === 'receive') return;
  onDone({ ...sighting, input, output: output.toString() });
}

/** The fault of a message that a poll has brought: only its answer tells whose it is. */
function aimedAtReceived(target: string, output: Buffer, aims: Aims): Aimed | undefined {
  const [aimed] = received(target, output).flatMap(
    ({ eventId }) => aims.next({ step: 'receive', about: eventId }) ?? [],
  );
  return aimed;
}
