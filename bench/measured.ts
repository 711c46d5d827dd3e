import { createHmac, randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { pathToFileURL } from 'node:url';
import { toMessage } from '../lambdas/message/event-message.ts';
import { buildEvent } from '../lambdas/smile/builders/build-event.ts';
import { sign } from '../lambdas/smile/signature.ts';
import type { Measured } from './functions.ts';

/** The main of a measured child: handles events one by one, and reports CPU and requests for each. */
const WARM_UP = 100;
const EVENTS = 400;
const SECRET = 'bench-secret';

const [what = '', bundle = ''] = process.argv.slice(2);

let requests = 0;
subscribe('http.client.request.start', () => {
  requests += 1;
});

/** A body of about 1 KiB. */
function newBody(): Buffer {
  return Buffer.from(JSON.stringify(buildEvent('ACCOUNT_CONNECTED', { padding: 'x'.repeat(720) })));
}

const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => 30_000 };

async function bundled(): Promise<(event: unknown) => Promise<unknown>> {
  const { handler } = (await import(pathToFileURL(bundle).href)) as {
    handler: (event: unknown, context: unknown) => Promise<unknown>;
  };
  return async (event) => await handler(event, context);
}

function gatewayEvent(body: Buffer) {
  return {
    body: body.toString('base64'),
    isBase64Encoded: true,
    headers: { 'Smile-Signature': sign(body, SECRET) },
  };
}

function queueEvent(body: Buffer) {
  const message = toMessage({
    body,
    origin: 'webhook',
    receivedAt: new Date().toISOString(),
  });
  const attributes = Object.entries(message.attributes);
  const record = {
    messageId: randomUUID(),
    receiptHandle: 'none',
    body: message.text,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.now()),
      MessageGroupId: message.groupId,
    },
    messageAttributes: Object.fromEntries(
      attributes.map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]),
    ),
  };
  return { Records: [record] };
}

/** HMAC, parse, and one POST over a connection that stays open, to the sink that the bench runs. */
function floor(): (event: unknown) => Promise<unknown> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const port = process.env.SINK_PORT;
  return async (event) => {
    const body = Buffer.from((event as { body: string }).body, 'base64');
    createHmac('sha512', SECRET).update(body).digest();
    JSON.parse(body.toString());
    const post = request({ host: '127.0.0.1', port, method: 'POST', agent });
    post.end(body);
    const [response] = (await once(post, 'response')) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, 'end');
  };
}

const handle = what === 'floor' ? floor() : await bundled();
const toEvent = what === 'worker' ? queueEvent : gatewayEvent;
const events = Array.from({ length: WARM_UP + EVENTS }, () => toEvent(newBody()));

for (const event of events.slice(0, WARM_UP)) await handle(event);
requests = 0;
const before = process.cpuUsage();
for (const event of events.slice(WARM_UP)) await handle(event);
const { user, system } = process.cpuUsage(before);

const measured: Measured = {
  cpuMicrosecondsPerEvent: (user + system) / EVENTS,
  requestsPerEvent: requests / EVENTS,
};
process.send?.(measured, () => process.exit(0));
