import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { SignJWT } from 'jose';
import * as z from 'zod/mini';
import {
  type CallbacksParts,
  createCallbacks,
} from '../../lambdas/widget-api/callbacks/handler.ts';
import {
  createLinkToken,
  type LinkTokenParts,
} from '../../lambdas/widget-api/link-token/handler.ts';
import { createLossDetector } from '../../lambdas/loss-detector/handler.ts';
import { SecretUnreadable } from '../../lambdas/secret/secret-unreadable.ts';
import { rotatingSecret } from '../../lambdas/secret/rotating-secret.ts';
import { SESSION_SECRET } from '../../lambdas/widget-api/session/session-secret.ts';
import { createWidgetSession } from '../../lambdas/widget-api/session/create-widget-session.ts';
import { sessionKey } from '../../lambdas/widget-api/session/session-key.ts';
import { SmileApiError } from '../../lambdas/smile/rest/smile-api-error.ts';
import type { SmileFaultKind } from '../../lambdas/smile/rest/smile-fault.ts';
import { createStatus } from '../../lambdas/widget-api/status/handler.ts';
import type { createLog } from '../../lambdas/telemetry/log.ts';
import type { Measure } from '../../lambdas/telemetry/metrics.ts';

interface Telemetry {
  readonly createLog: typeof createLog;
  readonly measure: Measure;
}

const SECRET = 'the session secret of this test, long enough';
const ORIGIN = 'https://app.example.com';
const USER = 'u-1';
const INVOCATION = { awsRequestId: 'request-1' };

const session = { secret: SECRET, stage: 'sandbox', userId: USER };
const { token } = await createWidgetSession(session);
const ended = await new SignJWT()
  .setProtectedHeader({ alg: 'HS256' })
  .setSubject(USER)
  .setAudience('sandbox')
  .setIssuedAt(0)
  .setExpirationTime(60)
  .sign(sessionKey(SECRET));

const exhausted: Pick<LinkTokenParts, 'limit'> = {
  limit: async () => ({ allowed: false, retryAfterSeconds: 60 }),
};
const away = () => Promise.reject(new Error('AWS is away'));

const at = new Date().toISOString();
const callback = { id: 'c-1', name: 'onTokenExpired', at, data: {} };

/** Real functions of a widget meet everything that they count and say. */
export async function emitWidget(telemetry: Telemetry): Promise<void> {
  await relayCallbacks(telemetry);
  await askForLinkTokens(telemetry);
  await askForStatus(telemetry);
  await lookForLosses(telemetry);
}

async function relayCallbacks(telemetry: Telemetry): Promise<void> {
  const relay = (body: string | object, headers = {}, over: Partial<CallbacksParts> = {}) => {
    const parts: CallbacksParts = {
      ...deployed(telemetry),
      ...telemetry,
      limit: async () => ({ allowed: true }),
      send: async () => {},
      ...over,
    };
    return createCallbacks(parts)(requestOf(body, headers), INVOCATION);
  };
  const callbacks = [callback];

  await relay({ session: token, callbacks });
  await relay({ session: token, callbacks }, {}, { send: away });
  await relay({ session: token, callbacks }, {}, { limit: away });
  await relay({ session: token, callbacks }, {}, exhausted);
  await relay({ session: token, callbacks }, { origin: 'https://elsewhere.example.com' });
  await relay({ callbacks });
  await relay({ session: 'none', callbacks });
  await relay({ session: ended, callbacks });
  await relay('no JSON');
  await relay('x'.repeat(65 * 1024));
  await relay({ session: token, callbacks: Array.from({ length: 51 }, () => callback) });
  await relay({ session: token, callbacks: [{ ...callback, name: 'onNothing' }] });
  await relay({ session: token, callbacks: [{ ...callback, data: { userId: 'u-2' } }] });
}

async function askForLinkTokens(telemetry: Telemetry): Promise<void> {
  const ask = (over: Partial<LinkTokenParts> = {}, headers: object = bearer(token)) => {
    const parts: LinkTokenParts = {
      ...deployed(telemetry),
      ...telemetry,
      limit: async () => ({ allowed: true }),
      credentials: {
        current: async () => ({ apiKey: 'key', apiSecret: 'secret' }),
        refreshed: async () => undefined,
      },
      smileApi: () => ({
        send: async ({ data }) =>
          z.parse(data, { accessToken: 'token', expiresAt: '2026-01-02T03:04:05.000Z' }),
      }),
      ...over,
    };
    return createLinkToken(parts)(requestOf('', headers), INVOCATION);
  };
  const without = {
    current: () => Promise.reject(new SecretUnreadable('missing', 'JSON')),
    refreshed: async () => undefined,
  };

  await ask();
  await ask({}, { ...bearer(token), origin: 'https://elsewhere.example.com' });
  await ask({}, {});
  await ask({}, bearer('none'));
  await ask({}, bearer(ended));
  await ask(exhausted);
  await ask({ limit: away });
  await ask(fault('not-found'));
  await ask(fault('unavailable'));
  await ask(fault('refused'));
  await ask({ credentials: without });
}

async function askForStatus(telemetry: Telemetry): Promise<void> {
  const status = createStatus({ ...deployed(telemetry), onRefusal: () => {}, readUser: away });
  await status(requestOf('', bearer(token)), INVOCATION);
}

async function lookForLosses(telemetry: Telemetry): Promise<void> {
  const found = {
    pk: 'USER#u-1',
    sk: 'ACCOUNT#a-1',
    awaiting: 'WEBHOOK',
    awaitingSince: '2026-01-02T03:04:05Z',
  } as const;
  const look = createLossDetector({
    ...telemetry,
    lossAfterMinutes: 15,
    readAwaiting: async () => [found],
  });
  await look({}, INVOCATION);
}

function deployed({ createLog }: Telemetry) {
  const secret = rotatingSecret(async () => JSON.stringify({ current: SECRET }), SESSION_SECRET);
  return { stage: 'sandbox', origins: [ORIGIN], session: secret, createLog };
}

const fault = (kind: SmileFaultKind) => ({
  smileApi: () => ({ send: () => Promise.reject(new SmileApiError({ kind, code: 'x' })) }),
});

const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

function requestOf(body: string | object, headers: object): APIGatewayProxyEventV2 {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    body: text,
    isBase64Encoded: false,
    headers: { origin: ORIGIN, ...headers },
  } as unknown as APIGatewayProxyEventV2;
}
