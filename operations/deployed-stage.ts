import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { deployedOutputs } from './deployed-outputs.ts';
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
    url: undefined,
    isLocal: false,
    names,
    dynamodb,
    sqs: new SQSClient({}),
    s3: new S3Client({}),
    logs: new CloudWatchLogsClient({}),
    operator: callerOnce(),
  };
}

/** Asks once, and only if somebody wants to know. */
function callerOnce(): Stage['operator'] {
  let asked: Promise<string> | undefined;
  return () => {
    asked ??= new STSClient({})
      .send(new GetCallerIdentityCommand({}))
      .then(({ Arn = 'unknown' }) => Arn);
    return asked;
  };
}
