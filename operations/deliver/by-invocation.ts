import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { isRecord } from '../../lambdas/smile/envelope.ts';
import { toProxyEvent } from '../../local/gateway/proxy-event.ts';
import { askAws } from '../ask-aws.ts';
import { deployedOutputs } from '../deployed-outputs.ts';
import { signingSecret } from '../signing-secret.ts';
import { StageOutOfReach } from '../stage-out-of-reach.ts';
import { type Delivery, signedHeaders } from './delivery.ts';

/** The outputs of a receiver that are needed, without its id in front (infra/outputs.ts). */
export const NEEDED_OUTPUTS = { ingress: 'IngressFunctionName', secret: 'SecretName' } as const;

/**
 * Hands bodies to the ingress function of a deployed stage, as the gateway would. The gateway itself lets in
 * Smile only.
 *
 * @throws StageOutOfReach now or with a body
 */
export async function byInvocation(stage: string): Promise<Delivery> {
  const { ingress, secret: secretName } = await deployedOutputs(stage, NEEDED_OUTPUTS);
  const secret = await signingSecret(secretName);
  const lambda = new LambdaClient({});
  const headersOf = (body: Uint8Array) => signedHeaders(body, secret);
  return {
    to: `${stage} · ${await lambda.config.region()}`,
    headersOf,
    async send(body) {
      const command = new InvokeCommand({
        FunctionName: ingress,
        InvocationType: 'RequestResponse',
        Payload: Buffer.from(JSON.stringify(eventOf(Buffer.from(body), headersOf(body), stage))),
      });
      const { FunctionError, Payload } = await askAws({
        action: 'lambda:InvokeFunction',
        on: `the function ${ingress}`,
        ask: () => lambda.send(command),
        refusals: {
          ResourceNotFoundException: () =>
            new StageOutOfReach('not-deployed', `There is no function ${ingress}. Deploy again.`),
          RequestTooLargeException: () =>
            new StageOutOfReach(
              'refused',
              'The body is too large for a Lambda event: about 4.5 MB.',
            ),
        },
      });
      return statusOf(ingress, FunctionError, Payload);
    },
  };
}

function eventOf(body: Buffer, headers: Readonly<Record<string, string>>, stage: string): object {
  return toProxyEvent({
    method: 'POST',
    target: '/webhooks',
    rawHeaders: Object.entries(headers).flat(),
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
