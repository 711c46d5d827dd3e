import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createCallbacks } from '../../../../lambdas/widget-api/callbacks/handler.ts';
import type { UserLimit } from '../../../../lambdas/widget-api/limits/user-limit.ts';
import type { EventMessage } from '../../../../lambdas/message/event-message.ts';
import { rotatingSecret } from '../../../../lambdas/secret/rotating-secret.ts';
import { SESSION_SECRET } from '../../../../lambdas/widget-api/session/session-secret.ts';
import type { CallbackName } from '../../../../lambdas/smile/widget.ts';
import { forge, NOW, SECRET } from '../session/forge.ts';
import { recording } from '../../telemetry/recording.ts';

export const ORIGIN = 'https://app.example.com';
export const AT = '2026-11-25T02:00:00.123Z';

/** A session of this user that is good at {@link NOW}. */
export const sessionOf = (sub = 'tenant-1', more: object = {}) =>
  forge({ claims: { sub, ...more } });

/** `onAccountConnected` of one account, unless told otherwise. */
export function callback(over: object = {}): Record<string, unknown> {
  return {
    id: 'c-1',
    name: 'onAccountConnected' satisfies CallbackName,
    at: AT,
    data: { userId: 'tenant-1', accountId: 'a-1', providerId: 'example_payroll' },
    ...over,
  };
}

/** The function before a queue in memory. */
export function bench() {
  const sent: EventMessage[] = [];
  const batches: (readonly EventMessage[])[] = [];
  const records = recording();
  const faults: { send?: unknown; limit?: unknown } = {};
  const limit = {
    /** What the user has left. */
    answer: { allowed: true } as Awaited<ReturnType<UserLimit>>,
    /** Whose batches were counted, one after the other. */
    counted: [] as string[],
  };

  const receive = createCallbacks({
    stage: 'sandbox',
    origins: [ORIGIN],
    session: rotatingSecret(async () => JSON.stringify({ current: SECRET }), SESSION_SECRET, {
      now: () => NOW,
    }),
    async limit(userId) {
      limit.counted.push(userId);
      if (Object.hasOwn(faults, 'limit')) throw faults.limit;
      return limit.answer;
    },
    async send(messages) {
      if (Object.hasOwn(faults, 'send')) throw faults.send;
      batches.push(messages);
      sent.push(...messages);
    },
    createLog: records.createLog,
    measure: records.measure,
  });

  const request = async (more: Partial<APIGatewayProxyEventV2>) => {
    const headers = { origin: ORIGIN, ...more.headers };
    const event = { isBase64Encoded: false, ...more, headers } as APIGatewayProxyEventV2;
    const {
      statusCode,
      body = '',
      ...answer
    } = await receive(event, {
      awsRequestId: 'request-1',
    });
    return { ...answer, statusCode, body: JSON.parse(body) as Record<string, unknown> };
  };
  return {
    sent,
    batches,
    records,
    faults,
    limit,
    /** A body as it is, as text. */
    postText: (body: string, headers: Record<string, string> = {}) => request({ body, headers }),
    /** The same for bytes that may be no text: in base64. */
    postBytes: (bytes: Uint8Array) =>
      request({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }),
    /** Callbacks with the session in the body, as the browser module sends them. */
    post: (callbacks: unknown, session: unknown = sessionOf()) =>
      request({ body: JSON.stringify({ session, callbacks }) }),
  };
}

/** What the messages hold, as the worker will read it. */
export function envelopesIn(messages: readonly EventMessage[]) {
  return messages.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
}
