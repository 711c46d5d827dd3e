import type { Stack } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { checkIdentity } from '../../local/trigger/ask-aws.ts';
import { deployedStack, outputPrefix } from '../../local/trigger/deployed-names.ts';
import { StageOutOfReach } from '../../local/trigger/stage-out-of-reach.ts';
import type { Examined, Outputs } from './examined.ts';

/** CloudFormation is asked once for all checks, whose own time may end earlier. */
const STACK_WITHIN_MS = 30_000;

/**
 * A deployed stage, examined with the caller's own AWS identity.
 *
 * @throws StageOutOfReach if there is no region, or no identity
 */
export async function examineDeployed(stage: string): Promise<Examined> {
  const sqs = new SQSClient({});
  await checkIdentity(sqs);
  let asked: Promise<Stack> | undefined;
  const stack = () => (asked ??= deployedStack(stage, AbortSignal.timeout(STACK_WITHIN_MS)));
  return {
    title: `${stage} · ${await sqs.config.region()}`,
    option: ` --stage ${stage}`,
    stage,
    deployed: {
      cloudWatch: new CloudWatchClient({}),
      lambda: new LambdaClient({}),
      sns: new SNSClient({}),
      stack,
    },
    sqs,
    secretsManager: new SecretsManagerClient({}),
    smileStandIn: undefined,
    outputs: async () => outputsOf(stage, await stack().catch(noStack)),
  };
}

function outputsOf(stage: string, stack: Stack): Outputs {
  const prefix = outputPrefix(stage, stack);
  const entries = (stack.Outputs ?? []).flatMap(({ OutputKey = '', OutputValue }) =>
    OutputKey.startsWith(prefix) && OutputValue !== undefined
      ? [[OutputKey.slice(prefix.length), OutputValue] as const]
      : [],
  );
  return Object.fromEntries(entries);
}

/** The check of the stack says why. */
function noStack(): never {
  throw new StageOutOfReach(
    'not-deployed',
    'The outputs of the stack name what is looked at here, and could not be read.',
  );
}
