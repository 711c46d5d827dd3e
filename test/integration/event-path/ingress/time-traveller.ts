// oxlint-disable-next-line import/no-unassigned-import -- the clock must be there before anybody reads it
import '../../../faults/functions/clock.ts';
import type { Context } from 'aws-lambda';
import type { GatewayRequest } from '../../../../lambdas/ingress/request.ts';
import { handler as deployed } from '../../../../lambdas/ingress/index.ts';
import { jump } from '../../../faults/functions/clock.ts';

/** The ingress as deployed, at the time that the request names: so many seconds from now. */
export async function handler(request: GatewayRequest, context: Context) {
  jump(Number(request.headers['X-Seconds-Ahead'] ?? 0));
  return await deployed(request, context);
}
