import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Step } from '../plan.ts';
import { cut, pass, passFirst, reset } from './passing.ts';
import { received } from './received.ts';
import { type Call, type Sighting, sightingOf } from './sighting.ts';
import { answerThrottled } from './throttling.ts';

/** What can happen to a call on the wire. */
export type WireFault =
  /** Nobody ever answers, and nothing was done. */
  | 'hang'
  /** The service is asked too often, and does nothing. */
  | 'throttle'
  /** It is done, and the connection is reset in the middle of the answer. */
  | 'cut'
  /** The engine is killed before it has done it, and started again with its data. */
  | 'restart'
  /** The process that calls is killed before it is done, or when it is done. */
  | 'die-before'
  | 'die-after'
  /** Of a batch of messages only the first one is taken. */
  | 'part';

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
}

/** A call that was answered well. */
export type Done = Sighting & { readonly input: string; readonly output: string };

/** All of AWS behind one URL, with faults at will. Listens on this machine only. */
export interface FaultyEndpoint {
  readonly url: string;
  /**
   * Makes the next calls of this step of this event fail; see {@link Sighting} for `about`.
   *
   * @returns tells whether it has happened at all
   */
  aim(step: Step, about: string, fault: WireFault, times?: number): () => boolean;
  close(): Promise<void>;
}

/** Longer than any of our clients waits; the event source, which waits for ever, is let go then. */
const HANG_MS = 12_000;

/**
 * @param onDone told of every call of a known step that was done, before its answer goes out
 */
export async function startFaultyEndpoint(
  backs: Backs,
  { restart, killCallbacks }: Deeds,
  onDone: (done: Done) => void,
): Promise<FaultyEndpoint> {
  const agent = new Agent({ keepAlive: true });
  const aimed = new Map<string, { fault: WireFault; left: number }>();
  const receipts = new Map<string, string>();
  const restarting = new Set<string>();

  const backOf = (target: string): string => {
    if (target.startsWith('DynamoDB')) return backs.dynamodb;
    return /^(secretsmanager|AWSEvents)/.test(target) ? backs.services : backs.sqs;
  };

  const faultOf = ({ step, about }: Sighting): WireFault | undefined => {
    const key = `${step} ${about}`;
    const aim = aimed.get(key);
    if (!aim) return undefined;
    aim.left -= 1;
    if (aim.left === 0) aimed.delete(key);
    return aim.fault;
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '/', headers } = incoming;
    const target = String(headers['x-amz-target'] ?? '');
    const call: Call = { method, path: url, target, body: await buffer(incoming) };
    const sighting = sightingOf(call, receipts);
    const fault = sighting && faultOf(sighting);
    const back = backOf(target);
    if (fault === 'hang') {
      await delay(HANG_MS, undefined, { ref: false });
      return reset(response);
    }
    if (fault === 'throttle') return answerThrottled(target, response);
    if (fault === 'restart') {
      reset(response);
      restarting.add(back);
      await restart(back);
      restarting.delete(back);
      return;
    }
    if (restarting.has(back)) return reset(response);
    if (fault === 'die-before') {
      await killCallbacks();
      return reset(response);
    }
    if (fault === 'part') {
      response.end(await passFirst(call, headers, new URL(url, back), agent));
      return;
    }

    const answer = await pass(call, headers, new URL(url, back), agent);
    if (answer.status === 200) note(call, sighting, answer.body, receipts, onDone);
    const lost = fault ?? faultOfReceived(target, answer.body, faultOf);
    if (lost === 'hang') {
      await delay(HANG_MS, undefined, { ref: false });
      return reset(response);
    }
    if (lost === 'cut') return cut(response);
    if (lost === 'die-after') {
      await killCallbacks();
      return reset(response);
    }
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
    aim(step, about, fault, times = 1) {
      const aim = { fault, left: times };
      aimed.set(`${step} ${about}`, aim);
      return () => aim.left < times;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

/** Remembers which receipt is of which event, and tells of what was done. */
function note(
  { target, body }: Call,
  sighting: Sighting | undefined,
  output: Buffer,
  receipts: Map<string, string>,
  onDone: (done: Done) => void,
): void {
  for (const { ReceiptHandle, eventId } of received(target, output)) {
    receipts.set(ReceiptHandle, eventId);
  }
  if (!sighting) return;
  const input = body.toString();
  if (sighting.step === 'delete') {
    receipts.delete((JSON.parse(input) as { ReceiptHandle: string }).ReceiptHandle);
  }
  onDone({ ...sighting, input, output: output.toString() });
}

function faultOfReceived(
  target: string,
  output: Buffer,
  faultOf: (sighting: Sighting) => WireFault | undefined,
): WireFault | undefined {
  const faults = received(target, output).map(({ eventId }) =>
    faultOf({ step: 'receive', about: eventId }),
  );
  return faults.find((fault) => fault !== undefined);
}
