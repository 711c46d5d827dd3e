import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createCallbacks } from '../../lambdas/widget-api/callbacks/handler.ts';
import { createIngress } from '../../lambdas/ingress/handler.ts';
import { judge } from '../../lambdas/ledger/judge.ts';
import { toMessage } from '../../lambdas/message/event-message.ts';
import { instantOf, readEnvelope } from '../../lambdas/smile/envelope.ts';
import type { FindHandler } from '../../lambdas/receiver/create-handlers.ts';
import type { HandlerEntry } from '../../lambdas/receiver/handler.ts';
import { parseEvent } from '../../lambdas/smile/events.ts';
import { verifySignature } from '../../lambdas/smile/signature.ts';
import type { Fact } from '../../lambdas/state/fact.ts';
import { type Merged, merge } from '../../lambdas/state/merge.ts';
import { compareStamps, type Stamp } from '../../lambdas/state/stamp.ts';
import type { StateItem } from '../../lambdas/state/state-item.ts';
import { describeError } from '../../lambdas/telemetry/describe-error.ts';
import { ANNOUNCEMENT_SOURCE } from '../../lambdas/worker/contract.ts';
import { createWorker } from '../../lambdas/worker/handler.ts';
import { backoffSeconds } from '../../lambdas/worker/retry.ts';
import { CANARY } from './inputs/json.ts';
import type { FuzzTarget } from './target.ts';
import { callbacksTarget } from './targets/callbacks.ts';
import { envelopeTarget } from './targets/envelope.ts';
import { errorsTarget } from './targets/errors.ts';
import { ingressTarget } from './targets/ingress.ts';
import { instantsTarget } from './targets/instants.ts';
import { ledgerTarget } from './targets/ledger.ts';
import { messageTarget } from './targets/message.ts';
import { schemasTarget } from './targets/schemas.ts';
import { signatureTarget } from './targets/signature.ts';
import { stampsTarget } from './targets/stamps.ts';
import { stateTarget } from './targets/state.ts';
import { waitsTarget } from './targets/waits.ts';
import { workerTarget } from './targets/worker.ts';

function unending(fact: Fact): Fact {
  if (!('ends' in fact)) return fact;
  const { ends: _ends, ...told } = fact;
  return told;
}

/** Remembers an end, and leaves what it should have taken away. */
function keeping(item: StateItem | undefined, fact: Fact, stamp: Stamp): Merged {
  const { item: ended, ...reason } = merge(item, fact, stamp);
  const { item: kept } = merge(item, unending(fact), stamp);
  return { ...reason, item: ended.endedBy ? { ...kept, endedBy: ended.endedBy } : kept };
}

/** The handlers with every entry changed in the same way. */
const withEntries =
  (find: FindHandler, change: (entry: HandlerEntry) => HandlerEntry): FindHandler =>
  (kind, type) =>
    change(find(kind, type));

/** A request as a page of the session's user would have sent it. */
function asOwn(request: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  const { body = '', isBase64Encoded } = request;
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
  try {
    const own = JSON.parse(text, (key, value) => (key === 'userId' ? undefined : value));
    return { ...request, body: JSON.stringify(own), isBase64Encoded: false };
  } catch {
    return request;
  }
}

interface RelayedEvent {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A relay whose events are changed before they are sent. */
const retold =
  (change: (event: RelayedEvent) => object): typeof createCallbacks =>
  (parts) =>
    createCallbacks({
      ...parts,
      send: async (messages, signal) => {
        const retoldMessages = messages.map(({ text, attributes: { receivedAt = '' } }) =>
          toMessage({
            body: Buffer.from(JSON.stringify(change(JSON.parse(text)))),
            origin: 'widget',
            receivedAt,
          }),
        );
        await parts.send(retoldMessages, signal);
      },
    });

const hasNoOffset = (text: string) => /[t ][\d:.]+$/i.test(text);

const asText = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString());

/** A part of the product with a mistake in it, on trial. */
interface Broken {
  readonly mistake: string;
  readonly target: FuzzTarget;
  /** What has to be found wrong: a mistake that is noticed by chance is not looked for. */
  readonly complaint: string;
}

/** One mistake each, of the kind that receivers of webhooks really make. */
export const BROKEN: readonly Broken[] = [
  {
    mistake: 'a signature over decoded text',
    target: signatureTarget((body, header, secrets) =>
      verifySignature(asText(body), header, secrets),
    ),
    complaint: 'a right one was refused',
  },
  {
    mistake: 'a signature that is cut to its length',
    target: signatureTarget((body, header, secrets) =>
      verifySignature(body, header?.slice(0, 128), secrets),
    ),
    complaint: 'a wrong one passed',
  },
  {
    mistake: 'a rotation that only knows the current secret',
    target: signatureTarget((body, header, secrets) =>
      verifySignature(body, header, secrets.slice(0, 1)),
    ),
    complaint: 'a right one was refused',
  },
  {
    mistake: 'an envelope of whatever can be decoded',
    target: envelopeTarget((body) => readEnvelope(asText(body))),
    complaint: 'not-json instead of not-utf8',
  },
  {
    mistake: 'an envelope that throws',
    target: envelopeTarget((body) => {
      JSON.parse(asText(body).toString());
      return readEnvelope(body);
    }),
    complaint: 'SyntaxError',
  },
  {
    mistake: 'an envelope that takes whole seconds only',
    target: envelopeTarget((body) => {
      const read = readEnvelope(body);
      if (!read.envelope?.createdAt?.includes('.')) return read;
      return { envelope: { ...read.envelope, createdAt: undefined } };
    }),
    complaint: 'another event',
  },
  {
    mistake: 'an envelope that takes any text for a time',
    target: envelopeTarget((body) => {
      const read = readEnvelope(body);
      if (read.envelope === undefined || read.envelope.createdAt !== undefined) return read;
      const { createdAt } = JSON.parse(
        Buffer.from(body)
          .toString()
          .replace(/^\ufeff/, ''),
      );
      return { envelope: { ...read.envelope, createdAt } };
    }),
    complaint: 'another event',
  },
  {
    mistake: 'an envelope that rounds its ids',
    target: envelopeTarget((body) => {
      const read = readEnvelope(body);
      if (read.envelope === undefined || !/^\d{17,}$/.test(read.envelope.id)) return read;
      return { envelope: { ...read.envelope, id: String(Number(read.envelope.id)) } };
    }),
    complaint: 'another event',
  },
  {
    mistake: 'an envelope that drops what it does not know',
    target: envelopeTarget((body) => {
      const read = readEnvelope(body);
      if (read.unreadable !== undefined) return read;
      const { id, type, createdAt, data } = read.envelope;
      return { envelope: { id, type, createdAt, data } };
    }),
    complaint: 'another event',
  },
  {
    mistake: "a date-time by the language's own rules",
    target: instantsTarget((text) => Date.parse(text)),
    complaint: 'another instant',
  },
  {
    mistake: 'a date-time without an offset by the clock on the wall',
    target: instantsTarget((text) => {
      const minutes = hasNoOffset(text) ? new Date(0).getTimezoneOffset() : 0;
      return instantOf(text) + minutes * 60_000;
    }),
    complaint: 'another instant',
  },
  {
    mistake: 'a message that always carries its body',
    target: messageTarget((incoming) => ({
      ...toMessage(incoming),
      text: Buffer.from(incoming.body).toString(),
      bodyRef: undefined,
    })),
    complaint: 'carried or not',
  },
  {
    mistake: 'a message that drops a byte order mark',
    target: messageTarget((incoming) => {
      const body = Buffer.from(new TextDecoder().decode(incoming.body));
      return toMessage(incoming.body[0] === 0xef ? { ...incoming, body } : incoming);
    }),
    complaint: 'other bytes',
  },
  {
    mistake: 'a message that the queue knows by its event',
    target: messageTarget((incoming) => {
      const message = toMessage(incoming);
      const deduplicationId = createHash('sha256').update(message.eventId).digest('hex');
      return { ...message, deduplicationId };
    }),
    complaint: 'another deduplication id',
  },
  {
    mistake: 'a replay under the key of its event',
    target: messageTarget(({ body, origin, receivedAt }) =>
      toMessage({ body, origin, receivedAt }),
    ),
    complaint: 'another key',
  },
  {
    mistake: 'a schema that insists on a payload',
    target: schemasTarget((envelope) => {
      const event = parseEvent(envelope);
      if ('payload' in event.data && event.data.payload === undefined) throw new Error('payload');
      return event;
    }),
    complaint: 'Error: payload',
  },
  {
    mistake: 'a schema that makes up an id',
    target: schemasTarget((envelope) => {
      const data = { userId: 'unknown', ...(envelope.data as object) };
      return parseEvent({ ...envelope, data });
    }),
    complaint: 'an event without its ids passed',
  },
  {
    mistake: 'an ingress that answers before the event is stored',
    target: ingressTarget((parts) =>
      createIngress({
        ...parts,
        async send(...sent) {
          parts.send(...sent).catch(() => undefined);
        },
      }),
    ),
    complaint: '200 !== 503',
  },
  {
    mistake: 'an ingress that knows one spelling of its header',
    target: ingressTarget((parts) => {
      const receive = createIngress(parts);
      return async (request, context) => {
        const value = request.headers?.['Smile-Signature'] as string;
        return await receive({ ...request, headers: { 'Smile-Signature': value } }, context);
      };
    }),
    complaint: '401 !== 200',
  },
  {
    mistake: 'an ingress that ignores the flag for base64',
    target: ingressTarget((parts) => {
      const receive = createIngress(parts);
      return async (request, context) =>
        await receive({ ...request, isBase64Encoded: false }, context);
    }),
    complaint: '401 !== 200',
  },
  {
    mistake: 'an ingress that logs what it got',
    target: ingressTarget((parts) => {
      const receive = createIngress(parts);
      return async (request, context) => {
        const body = Buffer.from(request.body ?? '', 'base64').toString();
        parts.record('info', 'received', { body });
        return await receive(request, context);
      };
    }),
    complaint: 'something secret or personal was said',
  },
  {
    mistake: 'a relay that answers before its callbacks are stored',
    target: callbacksTarget((parts) =>
      createCallbacks({
        ...parts,
        async send(...sent) {
          parts.send(...sent).catch(() => undefined);
        },
      }),
    ),
    complaint: '200 !== 503',
  },
  {
    mistake: 'a relay whose repetitions differ',
    target: callbacksTarget((parts) =>
      createCallbacks({
        ...parts,
        send: async (messages, signal) =>
          await parts.send(
            messages.map((message) => ({ ...message, text: `${message.text} ${Math.random()}` })),
            signal,
          ),
      }),
    ),
    complaint: 'a repetition differs',
  },
  {
    mistake: 'a relay that knows its session by the header only',
    target: callbacksTarget((parts) => {
      const relay = createCallbacks(parts);
      return async (request, context) =>
        await relay(request.headers.authorization ? request : { ...request, body: '' }, context);
    }),
    complaint: '400 !== 200',
  },
  {
    mistake: 'a relay that takes what is of another user for its own',
    target: callbacksTarget((parts) => {
      const relay = createCallbacks(parts);
      return async (request, context) => await relay(asOwn(request), context);
    }),
    complaint: '200 for a bad batch',
  },
  {
    mistake: 'a relay that keeps who it was and not what it told',
    target: callbacksTarget(
      retold(({ data: { userId }, ...event }) => ({ ...event, data: { userId } })),
    ),
    complaint: 'another field',
  },
  {
    mistake: 'a relay that makes one callback of all',
    target: callbacksTarget(retold((event) => ({ ...event, id: 'widget:tenant-1:x' }))),
    complaint: 'another callback',
  },
  {
    mistake: 'a relay that passes on what nobody knows',
    target: callbacksTarget(
      retold(({ data, ...event }) => ({ ...event, data: { ...data, note: 'n' } })),
    ),
    complaint: 'what nobody knows',
  },
  {
    mistake: 'a ledger that counts an outage as a crash',
    target: ledgerTarget((row, arrival, now, limits) =>
      judge({ ...row, receives: arrival.receives - 1 }, arrival, now, limits),
    ),
    complaint: 'another attempt',
  },
  {
    mistake: 'a ledger that counts no crash',
    target: ledgerTarget((row, arrival, _now, limits) =>
      judge(row, arrival, Date.parse(row.startedAt), limits),
    ),
    complaint: 'another attempt',
  },
  {
    mistake: 'a ledger that runs a done event again after a redrive',
    target: ledgerTarget((row, arrival, now, limits) =>
      judge(row.status === 'DONE' ? { ...row, status: 'DEAD' } : row, arrival, now, limits),
    ),
    complaint: 'a settled event',
  },
  {
    mistake: 'stamps without a rank',
    target: stampsTarget((a, b) => compareStamps({ ...a, rank: 0 }, { ...b, rank: 0 })),
    complaint: 'another order',
  },
  {
    mistake: 'a state that believes what came last',
    target: stateTarget((_item, fact, stamp) => merge(undefined, fact, stamp)),
    complaint: 'another state',
  },
  {
    mistake: 'a state that takes late data for stale',
    target: stateTarget((item, fact, stamp) => merge(item, { ...fact, kind: 'statement' }, stamp)),
    complaint: 'another outcome',
  },
  {
    mistake: 'a state that no end takes anything from',
    target: stateTarget(keeping),
    complaint: 'another state',
  },
  {
    mistake: 'a worker that calls everything settled',
    target: workerTarget((parts) => {
      const work = createWorker(parts);
      return async (event, context) => {
        await work(event, context);
        return { batchItemFailures: [] };
      };
    }),
    complaint: 'settled without a trace',
  },
  {
    mistake: 'a worker that runs what came too late',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        find: withEntries(parts.find, (entry) => ({ ...entry, runsWhenStale: true })),
      }),
    ),
    complaint: 'STALE after 1 runs',
  },
  {
    mistake: 'a worker that runs nothing',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        find: withEntries(parts.find, (entry) => ({ ...entry, handle: async () => {} })),
      }),
    ),
    complaint: 'APPLIED after 0 runs',
  },
  {
    mistake: 'a worker that writes no state',
    target: workerTarget((parts) =>
      createWorker({ ...parts, states: { ...parts.states, write: async (item) => item } }),
    ),
    complaint: 'APPLIED and not in the state',
  },
  {
    mistake: 'a worker that takes what is new for late',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        ledger: {
          ...parts.ledger,
          finish: async (lease, finished) =>
            await parts.ledger.finish(lease, { ...finished, outcome: 'STALE' }),
        },
      }),
    ),
    complaint: 'STALE after 1 runs',
  },
  {
    mistake: 'a worker that runs a handler again when its announcement has failed',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        ledger: {
          ...parts.ledger,
          fail: async (lease, error) => await parts.ledger.fail(lease, error),
          release: async (lease, error) => await parts.ledger.release(lease, error),
        },
      }),
    ),
    complaint: 'ran again after their success was on record',
  },
  {
    mistake: 'a worker that announces before its handler is done',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        find: withEntries(parts.find, ({ handle, ...entry }) => ({
          ...entry,
          announces: false,
          handle: async ({ id, type }: { readonly id: string; readonly type: string }, context) => {
            const detail = { eventId: id, outcome: 'APPLIED' } as const;
            const source: typeof ANNOUNCEMENT_SOURCE = ANNOUNCEMENT_SOURCE;
            await parts.announce({ source, detailType: type, detail }, context.signal);
            await handle?.({ id, type } as never, context);
          },
        })),
      }),
    ),
    complaint: 'announced before their handler was done',
  },
  {
    mistake: 'a worker that announces nothing',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        find: withEntries(parts.find, (entry) => ({ ...entry, announces: false })),
      }),
    ),
    complaint: 'with 0 announcements',
  },
  {
    mistake: 'a worker whose dead letters say nothing',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        deadLetters: {
          send: async (letter) =>
            await parts.deadLetters.send({
              ...letter,
              attributes: { ...letter.attributes, deadReason: 'no reason given' },
            }),
        },
      }),
    ),
    complaint: 'a dead letter without a reason',
  },
  {
    mistake: 'a worker that buries without a dead letter',
    target: workerTarget((parts) =>
      createWorker({ ...parts, deadLetters: { send: async () => {} } }),
    ),
    complaint: 'dead without a dead letter',
  },
  {
    mistake: 'a worker that drops the second body under an id',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        ledger: {
          ...parts.ledger,
          quarantine: async (arrival, reason) =>
            reason === 'conflict' || (await parts.ledger.quarantine(arrival, reason)),
        },
      }),
    ),
    complaint: 'settled without a trace',
  },
  {
    mistake: 'a worker that writes down what a handler threw',
    target: workerTarget((parts) =>
      createWorker({
        ...parts,
        ledger: {
          ...parts.ledger,
          fail: async (lease, { class: name }) =>
            await parts.ledger.fail(lease, { class: name, message: CANARY }),
        },
      }),
    ),
    complaint: 'something personal was said',
  },
  {
    mistake: 'a wait that is not cut off',
    target: waitsTarget((attempt, base, _most, random) =>
      backoffSeconds(attempt, base, 9000, random),
    ),
    complaint: 'the longest wait',
  },
  {
    mistake: 'an error that is told with its message',
    target: errorsTarget((error) => ({
      ...describeError(error),
      ...(error instanceof Error && typeof error.message === 'string'
        ? { message: error.message }
        : {}),
    })),
    complaint: 'something personal was told',
  },
];
