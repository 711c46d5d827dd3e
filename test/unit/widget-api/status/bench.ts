import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { rotatingSecret } from '../../../../lambdas/secret/rotating-secret.ts';
import { SESSION_SECRET } from '../../../../lambdas/widget-api/session/session-secret.ts';
import type { StateItem } from '../../../../lambdas/state/state-item.ts';
import { createStatus } from '../../../../lambdas/widget-api/status/handler.ts';
import { forge, SECRET } from '../session/forge.ts';
import { recording } from '../../telemetry/recording.ts';

/** The status before a table in memory. */
export function bench() {
  const records = recording();
  const asked: string[] = [];
  const world = { items: [] as readonly StateItem[], fault: undefined as unknown };

  const status = createStatus({
    stage: 'sandbox',
    origins: [],
    session: rotatingSecret(async () => JSON.stringify({ current: SECRET }), SESSION_SECRET),
    onRefusal: () => {},
    createLog: records.createLog,
    async readUser(userId) {
      asked.push(userId);
      if (world.fault !== undefined) throw world.fault;
      return world.items;
    },
  });

  /** `GET /status` with a session of the user. */
  const get = async (headers: Record<string, string> = {}, sub = 'tenant-1') => {
    const authorization = `Bearer ${forge({ claims: { sub } })}`;
    const request = { headers: { authorization, ...headers }, isBase64Encoded: false };
    const { headers: answered, ...answer } = await status(
      request as unknown as APIGatewayProxyEventV2,
      { awsRequestId: 'request-1' },
    );
    return { ...answer, headers: answered as Record<string, string> };
  };
  return { asked, world, records, get };
}
