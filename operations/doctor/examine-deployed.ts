import type { Stack } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { checkIdentity } from '../ask-aws.ts';
import { outputsIn, stackOf } from '../receiver-outputs.ts';
import { StageOutOfReach } from '../stage-out-of-reach.ts';
import type { Examined } from './examined.ts';

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
  let asked: Promise<Stack | undefined> | undefined;
  const stack = () => (asked ??= stackOf(stage, AbortSignal.timeout(STACK_WITHIN_MS)));
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
    outputs: async () => outputsIn(await stack().catch(unknown), stage) ?? unknown(),
  };
}

/** The check of the stack says why. */
function unknown(): never {
  throw new StageOutOfReach(
    'not-deployed',
    'The outputs of the stack name what is looked at here, and could not be read.',
  );
}
