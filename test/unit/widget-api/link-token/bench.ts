import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createLinkToken } from '../../../../lambdas/widget-api/link-token/handler.ts';
import type { UserLimit } from '../../../../lambdas/widget-api/limits/user-limit.ts';
import { cachedSecret } from '../../../../lambdas/secret/cached-secret.ts';
import { rotatingSecret } from '../../../../lambdas/secret/rotating-secret.ts';
import { SMILE_CREDENTIALS } from '../../../../lambdas/secret/smile-credentials.ts';
import { SESSION_SECRET as SESSION_FORM } from '../../../../lambdas/widget-api/session/session-secret.ts';
import { createWidgetSession } from '../../../../lambdas/widget-api/session/create-widget-session.ts';
import type { HttpReply, HttpRequest } from '../../../../lambdas/smile/rest/exchange.ts';
import { smileApiAt } from '../../../../lambdas/smile/rest/smile-api.ts';
import { PAGE_PATIENCE } from '../../../../lambdas/widget-api/link-token/patience.ts';
import { recording } from '../../telemetry/recording.ts';

export const ORIGIN = 'https://app.example.com';
export const SESSION_SECRET = 'the session secret of this test, long enough';
export const USER = 'tenant-1';
export const TOKEN = {
  accessToken: 'canary-access.token.of-smile',
  expiresAt: '2026-01-02T08:04:05.000Z',
};

export const KEYS = { apiKey: 'canary-key', apiSecret: 'canary-secret' };
export const NEW_KEYS = { apiKey: 'canary-new-key', apiSecret: 'canary-new-secret' };

/** An answer in Smile's envelope. */
export function said(status: number, code: string, data?: unknown): HttpReply {
  const body = JSON.stringify({ code, message: 'Words of Smile.', requestId: 'r-1', data });
  return { status, retryAfter: undefined, body };
}
export const MINTED = said(201, 'CREATED', TOKEN);
export const REFUSED = said(401, 'INVALID_CREDENTIALS');

/** The function between in-memory neighbours, all calls to them in one list. */
export function bench() {
  const calls: string[] = [];
  const requests: HttpRequest[] = [];
  const records = recording();
  const clock = { now: Date.parse('2026-01-02T03:04:05Z') };
  const world = {
    /** What the secret of Smile's credentials holds, or how it cannot be read. */
    credentials: JSON.stringify(KEYS) as string | Error | undefined,
    /** Smile's answers, one after the other; the last one stays. */
    replies: [MINTED] as (HttpReply | Error)[],
    limit: { allowed: true } as Awaited<ReturnType<UserLimit>> | Error,
  };

  const linkToken = createLinkToken({
    stage: 'sandbox',
    origins: [ORIGIN],
    session: rotatingSecret(async () => JSON.stringify({ current: SESSION_SECRET }), SESSION_FORM),
    async limit(userId) {
      calls.push(`limit ${userId}`);
      return outcome(world.limit);
    },
    credentials: cachedSecret(
      async () => {
        calls.push('credentials');
        return outcome(world.credentials);
      },
      SMILE_CREDENTIALS,
      { now: () => clock.now },
    ),
    smileApi: smileApiAt('https://sandbox.smileapi.io/v1', {
      patience: { ...PAGE_PATIENCE, baseMs: 0 },
      async exchange(request) {
        calls.push('smile');
        requests.push(request);
        const [reply = MINTED, ...rest] = world.replies;
        if (rest.length > 0) world.replies = rest;
        return outcome(reply);
      },
    }),
    createLog: records.createLog,
    measure: records.measure,
  });

  /** `POST /link-token` with a session of the user, as a page sends it. */
  const post = async (headers: Record<string, string> = {}) => {
    const session = { secret: SESSION_SECRET, stage: 'sandbox', userId: USER };
    const { token } = await createWidgetSession(session);
    const request: Partial<APIGatewayProxyEventV2> = {
      headers: { origin: ORIGIN, authorization: `Bearer ${token}`, ...headers },
      isBase64Encoded: false,
    };
    const answer = await linkToken(request as APIGatewayProxyEventV2, {
      awsRequestId: 'request-1',
    });
    return { ...answer, body: JSON.parse(answer.body ?? '') as Record<string, string> };
  };
  return { calls, requests, records, clock, world, post };
}

function outcome<T>(value: T | Error): T {
  if (value instanceof Error) throw value;
  return value;
}
