import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createIngress } from '../../../lambdas/ingress/handler.ts';
import type { GatewayRequest } from '../../../lambdas/ingress/request.ts';
import type { EventMessage } from '../../../lambdas/message/event-message.ts';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import { recording } from '../../unit/telemetry/recording.ts';
import { anyBody } from '../inputs/events.ts';
import { CANARY } from '../inputs/json.ts';
import { isCarried } from '../inputs/queue.ts';
import { anyFault } from '../inputs/faults.ts';
import { target } from '../target.ts';
import { hmacSha512 } from '../web-crypto.ts';

const NOW = Date.parse('2026-01-02T03:04:06Z');
const SECRETS = { current: 'the current secret', previous: 'the one before', other: 'a forger' };

/** What Secrets Manager holds, and which of the three may have signed. */
const anySecret = fc.constantFrom(
  { text: JSON.stringify({ current: SECRETS.current }), accepts: ['current'] },
  {
    text: JSON.stringify({ current: SECRETS.current, previous: SECRETS.previous }),
    accepts: ['current', 'previous'],
  },
  {
    text: JSON.stringify({ ...SECRETS, previousNotAfter: '2026-01-02T03:04:07Z' }),
    accepts: ['current', 'previous'],
  },
  {
    text: JSON.stringify({ ...SECRETS, previousNotAfter: '2026-01-02T03:04:05Z' }),
    accepts: ['current'],
  },
  { text: 'no JSON', accepts: undefined },
  { text: '{"current":""}', accepts: undefined },
  { text: undefined, accepts: undefined },
);

const headerName = fc.oneof(
  fc.constantFrom('Smile-Signature', 'smile-signature', 'SMILE-SIGNATURE', 'X-Smile-Signature'),
  fc
    .array(fc.boolean(), { minLength: 15, maxLength: 15 })
    .map((upper) =>
      Array.from('smile-signature', (c, at) => (upper[at] ? c.toUpperCase() : c)).join(''),
    ),
);

const otherHeaders = fc.dictionary(
  fc.constantFrom('Host', 'Content-Type', '__proto__', 'constructor', 'Smile-Signature '),
  fc.string({ maxLength: 10 }),
  { maxKeys: 3, noNullPrototype: true },
);

/** How a request looks before anybody signs it. */
const inputs = fc.record({
  body: anyBody,
  secret: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constant({ text: JSON.stringify(SECRETS), accepts: ['current', 'previous'] }),
    },
    anySecret,
  ),
  signedBy: fc.constantFrom<keyof typeof SECRETS>(
    'current',
    'current',
    'current',
    'previous',
    'other',
  ),
  name: headerName,
  sends: fc.oneof(
    { weight: 8, arbitrary: fc.constant((signature: string) => signature as string | null) },
    fc.constant((signature: string) => signature.toUpperCase()),
    fc.constant((signature: string) => signature.slice(1)),
    fc.constant(() => ''),
    fc.constant(() => null),
  ),
  others: otherHeaders,
  /** A second header of the same name in other letters, behind the first one. */
  repeated: fc.constantFrom(false, false, false, true),
  headers: fc.constantFrom('there', 'there', 'there', 'there', 'null'),
  encoding: fc.constantFrom('base64', 'base64', 'text', 'text', 'none', 'wrong flag', 'null'),
  faults: fc.record({ read: anyFault, put: anyFault, send: anyFault }),
});
type Input = typeof inputs extends fc.Arbitrary<infer I> ? I : never;

/** @param create what is on trial */
export const ingressTarget = (create = createIngress) =>
  target(
    'the ingress answers 200 if and only if a rightly signed body is stored, and leaks nothing of it',
    12,
    inputs,
    async (input) => {
      const signature = await hmacSha512(input.body, SECRETS[input.signedBy]);
      const request = requestOf(input, signature);
      const world = worldOf(input);
      const receive = create(world.parts);

      const answer = await receive(request, { awsRequestId: 'request-1' });

      const arrived = Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8');
      const status = await expectedStatus(input, request, arrived);
      assert.equal(answer.statusCode, status);
      assert.equal(world.sent.length, status === 200 ? 1 : 0);
      if (status === 200) assert.ok(keptBytes(world).equals(arrived), 'other bytes were kept');
      const said = world.said() + JSON.stringify(answer);
      for (const secret of [CANARY, signature, ...Object.values(SECRETS)]) {
        assert.ok(!said.includes(secret), 'something secret or personal was said');
      }
      assert.equal(JSON.parse(answer.body).stored, status === 200);
    },
  );

/** A proxy event of a REST API, as far as it can be told apart. */
function requestOf(input: Input, signature: string): GatewayRequest {
  const { body, name, sends, others, repeated, headers, encoding } = input;
  const text = Buffer.from(body).toString();
  const inBase64 = Buffer.from(body).toString('base64');
  const single: Record<string, string> = { ...others, [name]: sends(signature) as string };
  if (repeated) single[name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase()] = 'x';
  const shapes: Record<typeof encoding, Pick<GatewayRequest, 'body' | 'isBase64Encoded'>> = {
    base64: { body: inBase64, isBase64Encoded: true },
    text: { body: text, isBase64Encoded: false },
    none: { body: '', isBase64Encoded: false },
    'wrong flag': { body: inBase64, isBase64Encoded: false },
    null: { body: null, isBase64Encoded: false },
  };
  const given = headers === 'null' ? null : single;
  const multiValueHeaders = Object.fromEntries(
    Object.entries(single).map(([key, value]) => [key, ['an earlier one', value]]),
  );
  return { ...shapes[encoding], headers: given, multiValueHeaders } as unknown as GatewayRequest;
}

async function expectedStatus(
  { secret, faults }: Input,
  { headers }: GatewayRequest,
  arrived: Uint8Array,
): Promise<number> {
  if (faults.read || secret.accepts === undefined) return 503;
  const [, header] =
    Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === 'smile-signature') ?? [];
  const right = await Promise.all(
    secret.accepts.map((name) => hmacSha512(arrived, SECRETS[name as keyof typeof SECRETS])),
  );
  if (!right.includes(header?.toLowerCase() ?? '')) return 401;
  if (faults.send) return 503;
  return faults.put && !isCarried(arrived) ? 503 : 200;
}

/** The neighbours in memory; a faulty one throws what it was given. */
function worldOf({ secret, faults }: Input) {
  const sent: EventMessage[] = [];
  const bodies = new Map<string, Uint8Array>();
  const { record, said } = recording();
  const parts = {
    secret: rotatingSecret(
      async () => {
        if (faults.read) throw faults.read.thrown;
        return secret.text;
      },
      WEBHOOK_SECRET,
      { now: () => NOW },
    ),
    bodies: {
      async put(ref: string, body: Uint8Array) {
        if (faults.put) throw faults.put.thrown;
        bodies.set(ref, body);
      },
      get: async (ref: string) => bodies.get(ref),
    },
    async send(message: EventMessage) {
      if (faults.send) throw faults.send.thrown;
      sent.push(message);
    },
    record,
  };
  return { parts, sent, bodies, said };
}

function keptBytes({ sent, bodies }: ReturnType<typeof worldOf>): Buffer {
  const [message] = sent;
  const bytes = message?.bodyRef === undefined ? message?.text : bodies.get(message.bodyRef);
  return Buffer.from(bytes ?? 'nothing was kept');
}
