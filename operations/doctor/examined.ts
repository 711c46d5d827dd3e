import type { Stack } from '@aws-sdk/client-cloudformation';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ReceiverOutputs } from '../receiver-outputs.ts';
import { StageOutOfReach } from '../stage-out-of-reach.ts';

/** A receiver that is examined: a deployed stage, or the local run. */
export interface Examined {
  /** As it is shown: the stage and where it is. */
  readonly title: string;
  /** What a command needs to reach it again. */
  readonly option: string;
  readonly stage: string;
  /** What only a deployed stage has. */
  readonly deployed: Deployed | undefined;
  readonly sqs: SQSClient;
  readonly secretsManager: SecretsManagerClient;
  /** Base URL of what plays Smile's API for a local run. */
  readonly smileStandIn: string | undefined;
  /**
   * Outputs of the receiver, without its id in front.
   *
   * @throws StageOutOfReach
   */
  readonly outputs: () => Promise<ReceiverOutputs>;
}

/** What AWS has of a stage, and a laptop has not. */
export interface Deployed {
  readonly cloudWatch: CloudWatchClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  /** Undefined: there is none. @throws StageOutOfReach */
  readonly stack: () => Promise<Stack | undefined>;
}

/** An output that every stage of this version has. @throws StageOutOfReach */
export async function outputOf(
  { outputs, stage }: Pick<Examined, 'outputs' | 'stage'>,
  name: string,
): Promise<string> {
  const value = (await outputs())[name];
  if (value !== undefined) return value;
  throw new StageOutOfReach(
    'not-deployed',
    `The stack has no output ${name}: another version deployed it. Deploy it again: ${deployCommand(stage)}.`,
  );
}

/** Deploys a stage, in a clone and in a project of one's own. */
export const deployCommand = (stage: string): string =>
  `smile setup --stage ${stage} --only deploy`;
