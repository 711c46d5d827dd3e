import type { APIGatewayProxyResult } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { sign } from '../../../lambdas/smile/signature.ts';
import { bench, SECRET, signed } from './bench.ts';

const CANARY = 'Canary-of-Names-09171234567';
const BODY = JSON.stringify(
  buildEvent('ACCOUNT_CONNECTED', { data: { loginName: CANARY, note: CANARY } }),
);
const EXPECTED_DIGEST = sign(Buffer.from(BODY), SECRET);

/** An error as an SDK throws it: with the request, and all it carries, in its text. */
const talkative = () => new Error(`could not send ${BODY} signed with ${SECRET}`);

type Bench = ReturnType<typeof bench>;

/** Every way that a webhook with this body can end. */
const ENDS: [string, number, (ingress: Bench) => Promise<APIGatewayProxyResult>][] = [
  ['stored', 200, async ({ post }) => await post(signed(BODY))],
  ['stored in the bucket', 200, async ({ post }) => await post(signed(BODY.padEnd(20_000, ' ')))],
  ['stored unread', 200, async ({ post }) => await post(signed(`${BODY}}`))],
  ['unsigned', 401, async ({ post }) => await post({ ...signed(BODY), headers: {} })],
  ['wrongly signed', 401, async ({ post }) => await post(signed(BODY, 'x'))],
  [
    'not sent',
    503,
    async ({ post, faults }) => {
      faults.send = talkative();
      return await post(signed(BODY));
    },
  ],
  [
    'without a secret',
    503,
    async ({ post, faults }) => {
      faults.read = talkative();
      return await post(signed(BODY));
    },
  ],
];

describe('what the ingress says about a webhook', () => {
  it.each(ENDS)('holds nothing secret or personal when it is %s', async (_, status, end) => {
    const ingress = bench();

    const answer = await end(ingress);

    const said = ingress.records.said() + JSON.stringify(answer);
    expect(answer.statusCode).toBe(status);
    expect(ingress.records.lines).toHaveLength(1);
    expect(said).not.toContain(CANARY);
    expect(said).not.toContain(SECRET);
    expect(said.toLowerCase()).not.toContain(EXPECTED_DIGEST);
  });

  it('names neither event nor request in a metric', async () => {
    const { post, records } = bench();

    await post(signed(BODY));
    await post(signed(BODY, 'x'));

    expect(records.measured).toEqual([
      { values: { Received: 1, Stored: 1 }, dimensions: {} },
      { values: { Received: 1, Refused: 1 }, dimensions: {} },
      { values: { Refused: 1 }, dimensions: { reason: 'mismatch' } },
    ]);
  });

  it('names the request in every line, and the event once it is known to be one', async () => {
    const { post, records } = bench();

    await post(signed(BODY));
    await post(signed(BODY, 'x'));

    expect(records.lines.map(({ level, fields }) => [level, fields.requestId])).toEqual([
      ['info', 'request-1'],
      ['warn', 'request-1'],
    ]);
    expect(records.lines[0]?.fields.eventId).toBe((JSON.parse(BODY) as { id: string }).id);
    expect(records.lines[1]?.fields).not.toHaveProperty('eventId');
  });
});
