import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deployedOutputs } from '../local/trigger/deployed-names.ts';
import { type Stage, STAGE_OUTPUTS } from './stage.ts';

/**
 * A deployed stage, reached with the caller's own AWS identity.
 *
 * @throws StageOutOfReach
 */
export async function deployedStage(stage: string): Promise<Stage> {
  const names = await deployedOutputs(stage, STAGE_OUTPUTS);
  const dynamodb = new DynamoDBClient({});
  return {
    title: `${stage} · ${await dynamodb.config.region()}`,
    option: ` --stage ${stage}`,
    isLocal: false,
    names,
    dynamodb,
    sqs: new SQSClient({}),
    s3: new S3Client({}),
  };
}
