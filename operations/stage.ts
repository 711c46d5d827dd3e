import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** What the outputs of a receiver call its things (infra/outputs.ts), without the receiver's id in front. */
export const STAGE_OUTPUTS = {
  ledger: 'LedgerTableName',
  state: 'StateTableName',
  bodies: 'BodiesBucketName',
  events: 'EventsQueueUrl',
  deadLetters: 'DeadLettersQueueUrl',
  workerLog: 'WorkerLogGroupName',
  workerVersion: 'WorkerVersion',
} as const;

/** Names that AWS, or the local run, has given to the things of a stage. */
export type StageNames = Readonly<Record<keyof typeof STAGE_OUTPUTS, string>>;

/** A receiver that an operator works on: deployed, or the local run. */
export interface Stage {
  /** As it is shown: the stage and where it is. */
  readonly title: string;
  /** What a command needs to reach it again: empty for the local run at its usual address. */
  readonly option: string;
  /** Of the local run, whose page is there. */
  readonly url: string | undefined;
  /** Invented events only, on this machine. */
  readonly isLocal: boolean;
  /** Every row of the ledger: only the local run can afford to read them. */
  readonly allRows?: (() => Promise<readonly LedgerRow[]>) | undefined;
  readonly names: StageNames;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly logs: CloudWatchLogsClient;
  /** Who works on it: the caller's IAM identity. */
  readonly operator: () => Promise<string>;
}
