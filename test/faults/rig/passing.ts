import { randomUUID } from 'node:crypto';
import {
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Call } from './sighting.ts';

/** An engine's answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Passes a call on to an engine. */
export async function pass(
  { method, body }: Call,
  headers: IncomingHttpHeaders,
  url: URL,
  agent: Agent,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const whole = { ...headers, ...(body.length > 0 && { 'content-length': body.length }) };
  request(url, { method, headers: whole, agent }, resolve).on('error', reject).end(body);
  const answer = await promise;
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
}

/** SQS's answer to a batch of which it takes the first message only (SQS API reference). */
export async function passFirst(
  call: Call,
  headers: IncomingHttpHeaders,
  url: URL,
  agent: Agent,
): Promise<string> {
  const batch = JSON.parse(call.body.toString()) as { Entries: { Id: string }[] };
  const [first, ...others] = batch.Entries;
  const body = Buffer.from(JSON.stringify({ ...batch, Entries: [first] }));
  const answer = await pass({ ...call, body }, headers, url, agent);
  const { Successful } = JSON.parse(answer.body.toString()) as { Successful: object[] };
  const Failed = others.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
  return JSON.stringify({ Successful, Failed });
}

/** A SendMessage that SQS takes for a new message, whatever it has seen. */
export function asNew(call: Call): Call {
  const message = JSON.parse(call.body.toString()) as object;
  const asIfNew = { ...message, MessageDeduplicationId: randomUUID() };
  return { ...call, body: Buffer.from(JSON.stringify(asIfNew)) };
}

/** Begins to answer, and resets the connection. */
export function cut(response: ServerResponse): void {
  const { socket } = response;
  socket?.write('HTTP/1.1 200 OK\r\ncontent-le', () => socket.resetAndDestroy());
}

/** Resets the connection. */
export function reset({ socket }: ServerResponse): void {
  socket?.resetAndDestroy();
}
