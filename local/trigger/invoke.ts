import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { isRecord } from '../../lambdas/smile/envelope.ts';
import { SIGNATURE_HEADER, sign } from '../../lambdas/smile/signature.ts';
import { toProxyEvent } from '../gateway/proxy-event.ts';
import { askAws } from './ask-aws.ts';
import { deployedNames } from './deployed-names.ts';
import { signingSecret } from './signing-secret.ts';
import { StageOutOfReach } from './stage-out-of-reach.ts';

/** Sends a body; resolves to the answer's status. */
export type Send = (body: Buffer) => Promise<number>;

/**
 * Hands bodies to the ingress function of a deployed stage, signed, as the gateway would. The gateway
 * itself lets in Smile only.
 *
 * @throws StageOutOfReach now or with a body
 */
export async function invoker(stage: string): Promise<Send> {
  const { ingress, secret: secretName } = await deployedNames(stage);
  const secret = await signingSecret(secretName);
  const lambda = new LambdaClient({});
  return async (body) => {
    const command = new InvokeCommand({
      FunctionName: ingress,
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(JSON.stringify(eventOf(body, secret, stage))),
    });
    const { FunctionError, Payload } = await askAws({
      action: 'lambda:InvokeFunction',
      on: `the function ${ingress}`,
      ask: () => lambda.send(command),
      refusals: {
        ResourceNotFoundException: () =>
          new StageOutOfReach('not-deployed', `There is no function ${ingress}. Deploy again.`),
        RequestTooLargeException: () =>
          new StageOutOfReach('refused', 'The body is too large for a Lambda event: about 4.5 MB.'),
      },
    });
    return statusOf(ingress, FunctionError, Payload);
  };
}

function eventOf(body: Buffer, secret: string, stage: string): object {
  return toProxyEvent({
    method: 'POST',
    target: '/webhooks',
    rawHeaders: ['Content-Type', 'application/json', SIGNATURE_HEADER, sign(body, secret)],
    body,
    sourceIp: '127.0.0.1',
    stage,
  });
}

function statusOf(
  ingress: string,
  functionError: string | undefined,
  payload: Uint8Array | undefined,
): number {
  const result = readResult(payload);
  if (functionError === undefined && typeof result.statusCode === 'number')
    return result.statusCode;
  const { errorType } = result;
  const what = typeof errorType === 'string' ? errorType : (functionError ?? 'no proxy result');
  throw new StageOutOfReach(
    'function-failed',
    `The function ${ingress} failed: ${what}. Smile would have got 502. Read its log: the stack's output that ends in ConsoleIngressLogs leads there.`,
  );
}

function readResult(payload: Uint8Array | undefined): Record<string, unknown> {
  try {
    const result: unknown = JSON.parse(Buffer.from(payload ?? []).toString());
    return isRecord(result) ? result : {};
  } catch {
    return {};
  }
}
