import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import { SESSION_SECRET } from '../../../lambdas/widget-api/session/session-secret.ts';
import { answer } from '../../../lambdas/widget-api/answer.ts';
import type { ApiRefusal } from '../../../lambdas/widget-api/api-refusal.ts';
import {
  createReadingFunction,
  createWidgetFunction,
  type WidgetApiParts,
} from '../../../lambdas/widget-api/widget-function.ts';
import type { WidgetRequest } from '../../../lambdas/widget-api/widget-request.ts';
import { forge, NOW, SECRET } from './session/forge.ts';
import { recording } from '../telemetry/recording.ts';

export const ORIGIN = 'https://app.example.com';

export const SESSION = { authorization: `Bearer ${forge()}` };

/** The frame of the API's functions around work that only notes whose it is. */
export function bench() {
  const calls: string[] = [];
  const signals: AbortSignal[] = [];
  const refusals: ApiRefusal[] = [];
  const records = recording();
  const clock = { now: NOW };
  const world = {
    secret: { current: SECRET } as object | string | undefined,
    /** Set to make that part fail. */
    faults: {} as { secret?: unknown; read?: unknown; work?: unknown },
  };

  const call = (name: keyof typeof world.faults) => {
    calls.push(name);
    if (Object.hasOwn(world.faults, name)) throw world.faults[name];
  };
  const parts: WidgetApiParts = {
    stage: 'sandbox',
    origins: [ORIGIN, 'http://localhost:8787'],
    session: rotatingSecret(
      async (signal) => {
        signals.push(signal);
        call('secret');
        return typeof world.secret === 'object' ? JSON.stringify(world.secret) : world.secret;
      },
      SESSION_SECRET,
      { now: () => clock.now },
    ),
    createLog: records.createLog,
    onRefusal: (refusal) => void refusals.push(refusal),
  };
  const work = async ({ userId, signal }: { userId: string; signal: AbortSignal }) => {
    signals.push(signal);
    call('work');
    return answer(200, { userId });
  };
  const plain = createWidgetFunction(parts, work);
  const reading = createReadingFunction(
    parts,
    ({ body }) => {
      call('read');
      return { token: body, input: 'read' };
    },
    work,
  );

  const ask = (headers: Record<string, string>, more: Partial<WidgetRequest> = {}, to = plain) =>
    to({ headers, isBase64Encoded: false, ...more } as APIGatewayProxyEventV2, {
      awsRequestId: 'request-1',
    });
  return {
    calls,
    signals,
    refusals,
    records,
    clock,
    world,
    /** A request to the function that finds its session in the header. */
    ask,
    /** One to the function that reads its session out of the body. */
    askReading: (body: string, headers: Record<string, string> = {}) =>
      ask(headers, { body }, reading),
  };
}

/** What a refusal says, as the page reads it. */
export function refusalIn({ statusCode, body }: APIGatewayProxyStructuredResultV2) {
  return { statusCode, ...(JSON.parse(body ?? '') as { code: string; message: string }) };
}
