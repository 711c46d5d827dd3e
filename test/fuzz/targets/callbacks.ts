import assert from 'node:assert/strict';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as fc from 'fast-check';
import { createCallbacks } from '../../../lambdas/widget-api/callbacks/handler.ts';
import type { EventMessage } from '../../../lambdas/message/event-message.ts';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import { SESSION_SECRET } from '../../../lambdas/widget-api/session/session-secret.ts';
import { createWidgetSession } from '../../../lambdas/widget-api/session/create-widget-session.ts';
import { readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { interpret } from '../../../lambdas/worker/interpret.ts';
import { recording } from '../../unit/telemetry/recording.ts';
import { anyFault } from '../inputs/faults.ts';
import { anyJson, anyText, CANARY, EXTREMES } from '../inputs/json.ts';
import { isLegal } from '../inputs/queue.ts';
import { isGoodBatch } from '../good-batch.ts';
import { target } from '../target.ts';
import { anyInstant } from './instants.ts';

const SECRET = 'a session secret of more than 32 characters';
const STAGE = 'fuzz';
const USER = 'tenant-1';
const ORIGIN = 'https://shop.example';
const FOREIGN = 'https://evil.example';
const HOUR = 60 * 60 * 1000;
const TWO_DAYS = 48 * HOUR;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
const JUST_NOW = ago(0);
const ALMOST_TWO_DAYS_AGO = ago(TWO_DAYS - 12 * HOUR);
const TWO_DAYS_AGO = ago(TWO_DAYS);
const OPTIONS = { secret: SECRET, stage: STAGE, userId: USER, lifetimeSeconds: 3600 };

/** The session that is due to be taken; every other text is none, or is one of these. */
const GOOD = 'good';
const BAD: Readonly<Record<string, object>> = {
  'of another stage': { stage: 'other' },
  forged: { secret: `${SECRET}!` },
};

/** A run may take longer than a session lives. */
const tokens = new Map<string, { readonly token: string; readonly endsAt: number }>();
async function tokenOf(session: string | undefined): Promise<string | undefined> {
  if (session === undefined || (session !== GOOD && !Object.hasOwn(BAD, session))) return session;
  const known = tokens.get(session);
  if (known && Date.now() < known.endsAt) return known.token;
  const { token } = await createWidgetSession({ ...OPTIONS, ...BAD[session] });
  tokens.set(session, { token, endsAt: Date.now() + HOUR / 2 });
  return token;
}

/** On both sides of what may be nested in a callback's field. */
const nested = fc
  .integer({ min: 3, max: 6 })
  .map((depth): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`));

const field = fc.oneof(
  { weight: 30, arbitrary: fc.constant(undefined) },
  { weight: 15, arbitrary: fc.constantFrom('a-1', 'example_payroll', 'exit', 'timeout', 3, null) },
  { weight: 5, arbitrary: anyJson },
  nested,
);
/** What makes a body too large, or nearly. */
const around64KiB = fc
  .integer({ min: 64_000, max: 66_000 })
  .map((characters) => ({ padding: 'x'.repeat(characters) }));

/** What makes a callback too large, or nearly. */
const aroundEightKiB = fc
  .tuple(fc.constantFrom('x', 'é'), fc.integer({ min: 7800, max: 8200 }))
  .map(([character, bytes]) => character.repeat(bytes / Buffer.byteLength(character)));

const anyData = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      userId: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(undefined, USER, USER, null) },
        anyText,
      ),
      accountId: fc.oneof({ weight: 5, arbitrary: fc.constant('a-1') }, field),
      eventName: fc.oneof({ weight: 5, arbitrary: fc.constant('LoginPageOpened') }, field),
      providerId: field,
      errorCode: field,
      reason: field,
      uploads: fc.oneof(field, fc.array(anyJson, { maxLength: 3 })),
      uploadCount: field,
      account: field,
      note: fc.oneof({ weight: 12, arbitrary: fc.constant(CANARY) }, aroundEightKiB),
    }),
  },
  anyJson,
);

const anyCallback = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      id: fc.oneof(
        { weight: 40, arbitrary: fc.stringMatching(/^[\w-]{1,64}$/) },
        fc.constantFrom('', 'i'.repeat(64), 'i'.repeat(65)),
        anyText,
        anyJson,
      ),
      name: fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...CALLBACKS) }, anyText),
      at: fc.oneof(
        { weight: 40, arbitrary: fc.constant(JUST_NOW) },
        fc.constantFrom(ALMOST_TWO_DAYS_AGO, TWO_DAYS_AGO, JUST_NOW.slice(0, 10)),
        anyInstant,
        anyText,
      ),
      data: fc.oneof({ weight: 12, arbitrary: anyData }, fc.constant(undefined)),
    }),
  },
  anyJson,
);

const anyBatch = fc.oneof(
  { weight: 10, arbitrary: fc.array(anyCallback, { minLength: 1, maxLength: 4 }) },
  /** Only the number of these can be wrong. */
  fc
    .tuple(fc.constantFrom(49, 50, 51), fc.stringMatching(/^[\w-]{1,60}$/))
    .map(([length, id]) =>
      Array.from({ length }, (_, n) => ({ id: `${id}-${n}`, name: 'onClose', at: JUST_NOW })),
    ),
  anyJson,
);

const inputs = fc.record({
  callbacks: anyBatch,
  more: fc.oneof(
    { weight: 16, arbitrary: fc.constant({}) },
    fc.dictionary(anyText, anyJson),
    around64KiB,
  ),
  session: fc.oneof(
    { weight: 16, arbitrary: fc.constant<string | undefined>(GOOD) },
    fc.constantFrom(...Object.keys(BAD), undefined, '', 'a.b.c'),
    anyText,
  ),
  place: fc.constantFrom('header', 'body', 'both'),
  origin: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(ORIGIN, ORIGIN, undefined) },
    fc.constant(FOREIGN),
  ),
  /** What becomes of the text: sent as it is, in base64, with its flag wrong, cut off, not at all. */
  encoding: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('text', 'text', 'base64') },
    fc.constantFrom('wrong flag', 'cut', 'none', 'extreme'),
  ),
  extreme: fc.constantFrom(...EXTREMES),
  fault: anyFault,
});
type Input = typeof inputs extends fc.Arbitrary<infer I> ? I : never;

const CODES: Readonly<Record<number, readonly string[]>> = {
  400: ['body-malformed', 'callback-invalid'],
  401: ['session-missing', 'session-invalid', 'session-expired'],
  403: ['origin-not-allowed', 'other-user'],
  413: ['too-large', 'too-many-callbacks'],
  503: ['not-stored'],
};

const ODD = { length: { toString: '' } };

/** Asked for the length of what was no text, the schema threw: 503, as if something of ours had failed. */
const FOUND: Input[] = [
  {
    callbacks: [
      {
        id: 'c-1',
        name: 'onUIEvent',
        at: JUST_NOW,
        data: { eventName: ODD, eventTime: ODD, accountId: ODD },
      },
    ],
    more: {},
    session: GOOD,
    place: 'body',
    origin: ORIGIN,
    encoding: 'text',
    extreme: EXTREMES[0] ?? '',
    fault: undefined,
  },
];

/** @param create what is on trial */
export const callbacksTarget = (create = createCallbacks) =>
  target(
    "a batch of callbacks is stored whole and as its session's user's, or refused with a reason",
    8,
    inputs,
    async (input) => {
      const request = requestOf(input, await tokenOf(input.session));
      const first = await post(create, request, input);
      const second = await post(create, request, { ...input, fault: undefined });

      const { status, answer, sent } = first;
      if (isDue(input, request)) assert.equal(status, input.fault ? 503 : 200, 'a good batch');
      else assert.ok(status >= 400 && status < 500, `${status} for a bad batch`);
      assert.ok(!`${first.said}${JSON.stringify(answer)}`.includes(CANARY), 'something was said');
      assert.ok(status === 200 || CODES[status]?.includes(answer.code), `${status} ${answer.code}`);
      if (status !== 200) assert.equal(sent.length, 0);
      if (status === 503) assert.equal(second.status, 200);
      else assert.deepEqual(second.sent.map(sameOf), sent.map(sameOf), 'a repetition differs');
      if (status !== 200) return;

      assert.equal(sent.length, (input.callbacks as unknown[]).length);
      assert.equal(answer.stored, sent.length);
      const told = JSON.parse(JSON.stringify(input.callbacks));
      for (const [index, message] of sent.entries()) {
        assertOfUser(message);
        assertTells(message, told[index]);
      }
    },
    FOUND,
  );

/** Whether the batch has to be taken. */
function isDue({ session, origin }: Input, { body = '', isBase64Encoded }: APIGatewayProxyEventV2) {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  return session === GOOD && origin !== FOREIGN && isGoodBatch(text, USER);
}

/** The bytes and keys by which queue and ledger know a repetition. */
const sameOf = ({ text, eventId, deduplicationId, groupId }: EventMessage) => ({
  text,
  eventId,
  deduplicationId,
  groupId,
});

/** On the queue it is a callback of the session's user, and can change nothing of anybody else. */
function assertOfUser({ eventId, text, groupId, bodyRef, attributes }: EventMessage): void {
  assert.ok(eventId.startsWith(`widget:${USER}:`));
  assert.equal(groupId, USER);
  assert.equal(attributes.origin, 'widget');
  assert.equal(bodyRef, undefined, 'nobody has put its body into the bucket');
  assert.ok(isLegal(text), 'SQS refuses the message');
  const { envelope } = readEnvelope(Buffer.from(text));
  const known = envelope && interpret(envelope, eventId);
  assert.equal(known?.fact.section, 'widget');
  assert.equal(known?.fact.kind, 'occurrence', 'not for a handler whenever it comes');
  assert.equal(known?.fact.thing.pk, `USER#${USER}`);
}

const ACCOUNT = ['accountId', 'providerId'];
const UPLOADS = ['uploads', 'uploadCount'];
/** What each callback tells beside its user. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  onAccountCreated: ACCOUNT,
  onAccountConnected: ACCOUNT,
  onAccountRemoved: ACCOUNT,
  onAccountError: [...ACCOUNT, 'errorCode'],
  onUploadsCreated: UPLOADS,
  onUploadsRemoved: UPLOADS,
  onUIEvent: ['eventName', 'eventTime', 'mode', 'account', 'archive'],
  onClose: ['reason'],
};
const WORDS: ReadonlySet<unknown> = new Set(['a-1', 'example_payroll', 'exit', 'LoginPageOpened']);
const isWord = (told: unknown) => WORDS.has(told);
/** What has to be kept, field by field; of the others it is only known that they may be there. */
const CLEAR: Readonly<Record<string, (told: unknown) => boolean>> = {
  accountId: isWord,
  providerId: isWord,
  errorCode: isWord,
  eventName: isWord,
  // A reason that Smile adds tomorrow keeps its word.
  reason: (told) => told === 'exit' || told === 'timeout',
  uploads: Array.isArray,
  uploadCount: (told) => told === 3,
};

interface PageCallback {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** It is this callback, in its place: its key, name and time, what is clear in its fields, and no other field. */
function assertTells({ eventId, text }: EventMessage, { id, name, at, data }: PageCallback): void {
  const event = JSON.parse(text);
  const own = [`widget:${USER}:${id}`, name, at];
  assert.deepEqual([eventId, event.type, event.createdAt], own, 'another callback');
  assert.equal(event.id, eventId, 'another callback');
  const { userId, ...kept } = event.data;
  assert.equal(userId, USER);
  const fields = FIELDS[name] ?? [];
  const others = Object.keys(kept).filter((one) => !fields.includes(one));
  assert.deepEqual(others, [], 'what nobody knows');
  for (const clear of fields.filter((one) => CLEAR[one]?.(data?.[one]))) {
    assert.deepEqual(kept[clear], data?.[clear], `another field: ${clear}`);
  }
}

function requestOf(input: Input, token: string | undefined): APIGatewayProxyEventV2 {
  const { callbacks, more, place, origin, encoding, extreme } = input;
  const inBody = place === 'header' ? {} : { session: token };
  const text = JSON.stringify({ ...more, ...inBody, callbacks });
  const inBase64 = Buffer.from(text).toString('base64');
  const bodies: Record<typeof encoding, { body?: string; isBase64Encoded: boolean }> = {
    text: { body: text, isBase64Encoded: false },
    base64: { body: inBase64, isBase64Encoded: true },
    'wrong flag': { body: inBase64, isBase64Encoded: false },
    cut: { body: text.slice(0, -1), isBase64Encoded: false },
    none: { isBase64Encoded: false },
    extreme: {
      body: text.replace(/\}$/, `,"callbacks":${extreme}}`),
      isBase64Encoded: false,
    },
  };
  const headers = {
    ...(origin === undefined ? {} : { origin }),
    ...(place === 'body' ? {} : { authorization: `Bearer ${token}` }),
  };
  return { ...bodies[encoding], headers } as APIGatewayProxyEventV2;
}

async function post(
  create: typeof createCallbacks,
  request: APIGatewayProxyEventV2,
  { fault }: Input,
) {
  const { createLog, measure, said } = recording();
  const sent: EventMessage[] = [];
  const handle = create({
    stage: STAGE,
    origins: [ORIGIN],
    session: rotatingSecret(async () => JSON.stringify({ current: SECRET }), SESSION_SECRET),
    createLog,
    measure,
    limit: async () => ({ allowed: true }),
    async send(messages) {
      if (fault) throw fault.thrown;
      sent.push(...messages);
    },
  });
  const { statusCode: status = 0, body } = await handle(request, { awsRequestId: 'request-1' });
  return { status, answer: JSON.parse(body ?? '{}'), sent, said: said() };
}
