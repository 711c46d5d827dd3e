import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DUMMY_CREDENTIALS, REGION } from './aws.ts';
import type { Endpoints } from './environment.ts';

/** What every client of the run is made with. Nothing comes from the caller's own AWS profile. */
export function clientOptions(endpoint: string, accessKeyId = DUMMY_CREDENTIALS.accessKeyId) {
  const credentials = { ...DUMMY_CREDENTIALS, accessKeyId };
  return { endpoint, region: REGION, credentials };
}

/** The run's own clients. */
export interface Clients {
  /** Retries patiently: an engine may be restarting. */
  readonly sqs: SQSClient;
  /** Never retries: the pollers judge an outage themselves. */
  readonly poller: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
}

/**
 * Clients of the services behind `endpoints`.
 *
 * @param accessKeyId whose calls they are. Default: nobody's, who may do everything
 */
export function createClients(
  endpoints: Pick<Endpoints, 'sqs' | 'dynamodb' | 's3'>,
  accessKeyId?: string,
): Clients {
  // Without `useQueueUrlAsEndpoint: false` the client follows the host in the queue URL.
  const sqs = { ...clientOptions(endpoints.sqs, accessKeyId), useQueueUrlAsEndpoint: false };
  return {
    sqs: new SQSClient({ ...sqs, maxAttempts: 6 }),
    poller: new SQSClient({ ...sqs, maxAttempts: 1 }),
    dynamodb: new DynamoDBClient(clientOptions(endpoints.dynamodb, accessKeyId)),
    // A bucket in the host name would need DNS for every bucket.
    s3: new S3Client({ ...clientOptions(endpoints.s3, accessKeyId), forcePathStyle: true }),
  };
}
