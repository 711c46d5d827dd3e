import { createCallbacks } from '../../lambdas/callbacks/handler.ts';
import { createIngress } from '../../lambdas/ingress/handler.ts';
import { judge } from '../../lambdas/ledger/judge.ts';
import { toMessage } from '../../lambdas/message/event-message.ts';
import { readEnvelope } from '../../lambdas/smile/envelope.ts';
import { parseEvent } from '../../lambdas/smile/events.ts';
import { verifySignature } from '../../lambdas/smile/signature.ts';
import type { Effect } from '../../lambdas/state/effect.ts';
import { merge } from '../../lambdas/state/merge.ts';
import { describeError } from '../../lambdas/telemetry/describe-error.ts';
import { backoffSeconds } from '../../lambdas/worker/backoff.ts';
import { createWorker } from '../../lambdas/worker/handler.ts';
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

function unending(effect: Effect): Effect {
  if (!('ends' in effect)) return effect;
  const { ends: _ends, ...told } = effect;
  return told;
}

const asText = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString());

/** One mistake each, of the kind that receivers of webhooks really make. */
export const BROKEN: readonly (readonly [mistake: string, target: FuzzTarget])[] = [
  [
    'a signature over decoded text',
    signatureTarget((body, header, secrets) => verifySignature(asText(body), header, secrets)),
  ],
  [
    'a signature that is cut to its length',
    signatureTarget((body, header, secrets) =>
      verifySignature(body, header?.slice(0, 128), secrets),
    ),
  ],
  [
    'a rotation that only knows the current secret',
    signatureTarget((body, header, secrets) => verifySignature(body, header, secrets.slice(0, 1))),
  ],
  ['an envelope of whatever can be decoded', envelopeTarget((body) => readEnvelope(asText(body)))],
  [
    'an envelope that throws',
    envelopeTarget((body) => ({ envelope: JSON.parse(Buffer.from(body).toString()) })),
  ],
  ["a date-time by the language's own rules", instantsTarget((text) => Date.parse(text))],
  [
    'a message that always carries its body',
    messageTarget((incoming) => ({
      ...toMessage(incoming),
      text: Buffer.from(incoming.body).toString(),
      bodyRef: undefined,
    })),
  ],
  [
    'a message that drops a byte order mark',
    messageTarget((incoming) => {
      const body = Buffer.from(new TextDecoder().decode(incoming.body));
      return toMessage(incoming.body[0] === 0xef ? { ...incoming, body } : incoming);
    }),
  ],
  [
    'a schema that insists on a payload',
    schemasTarget((envelope) => {
      const event = parseEvent(envelope);
      if ('payload' in event.data && event.data.payload === undefined) throw new Error('payload');
      return event;
    }),
  ],
  [
    'a schema that makes up an id',
    schemasTarget((envelope) => {
      const data = { userId: 'unknown', ...(envelope.data as object) };
      return parseEvent({ ...envelope, data });
    }),
  ],
  [
    'an ingress that answers before the event is stored',
    ingressTarget((parts) =>
      createIngress({
        ...parts,
        async send(...sent) {
          parts.send(...sent).catch(() => undefined);
        },
      }),
    ),
  ],
  [
    'an ingress that knows one spelling of its header',
    ingressTarget((parts) => {
      const receive = createIngress(parts);
      return async (request, context) => {
        const value = request.headers?.['Smile-Signature'] as string;
        return await receive({ ...request, headers: { 'Smile-Signature': value } }, context);
      };
    }),
  ],
  [
    'an ingress that ignores the flag for base64',
    ingressTarget((parts) => {
      const receive = createIngress(parts);
      return async (request, context) =>
        await receive({ ...request, isBase64Encoded: false }, context);
    }),
  ],
  [
    'an ingress that logs what it got',
    ingressTarget((parts) => {
      const receive = createIngress(parts);
      return async (request, context) => {
        const body = Buffer.from(request.body ?? '', 'base64').toString();
        parts.createLog({ body }).info('received');
        return await receive(request, context);
      };
    }),
  ],
  [
    'a relay that answers before its callbacks are stored',
    callbacksTarget((parts) =>
      createCallbacks({
        ...parts,
        async send(...sent) {
          parts.send(...sent).catch(() => undefined);
        },
      }),
    ),
  ],
  [
    'a relay whose repetitions differ',
    callbacksTarget((parts) =>
      createCallbacks({
        ...parts,
        send: async (messages, signal) =>
          await parts.send(
            messages.map((message) => ({ ...message, text: `${message.text} ${Math.random()}` })),
            signal,
          ),
      }),
    ),
  ],
  [
    'a ledger that counts an outage as a crash',
    ledgerTarget((row, arrival, now, limits) =>
      judge({ ...row, receives: arrival.receives - 1 }, arrival, now, limits),
    ),
  ],
  [
    'a ledger that counts no crash',
    ledgerTarget((row, arrival, _now, limits) =>
      judge(row, arrival, Date.parse(row.startedAt), limits),
    ),
  ],
  [
    'a ledger that runs a done event again after a redrive',
    ledgerTarget((row, arrival, now, limits) =>
      judge(row.status === 'DONE' ? { ...row, status: 'DEAD' } : row, arrival, now, limits),
    ),
  ],
  [
    'stamps without a rank',
    stampsTarget((a, b) => (a.asOf + a.eventId < b.asOf + b.eventId ? -1 : 1)),
  ],
  [
    'a state that believes what came last',
    stateTarget((_item, effect, stamp) => merge(undefined, effect, stamp)),
  ],
  [
    'a state that no end takes anything from',
    stateTarget((item, effect, stamp) => merge(item, unending(effect), stamp)),
  ],
  [
    'a worker that calls everything settled',
    workerTarget((parts) => {
      const work = createWorker(parts);
      return async (event, context) => {
        await work(event, context);
        return { batchItemFailures: [] };
      };
    }),
  ],
  [
    'a worker that writes down what a handler threw',
    workerTarget((parts) =>
      createWorker({
        ...parts,
        ledger: {
          ...parts.ledger,
          fail: async (lease, { class: name }) =>
            await parts.ledger.fail(lease, { class: name, message: CANARY }),
        },
      }),
    ),
  ],
  [
    'a wait that is not cut off',
    waitsTarget((attempt, base, _most, random) => backoffSeconds(attempt, base * 9, 9000, random)),
  ],
  [
    'an error that is told with its message',
    errorsTarget((error) => ({
      ...describeError(error),
      ...(error instanceof Error && typeof error.message === 'string'
        ? { message: error.message }
        : {}),
    })),
  ],
];
