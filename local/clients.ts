import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DUMMY_CREDENTIALS, REGION } from './aws.ts';
import type { Endpoints } from './environment.ts';

/** What every client of the run is made with. Nothing comes from the caller's own AWS profile. */
export function clientOptions(endpoint: string) {
  return { endpoint, region: REGION, credentials: DUMMY_CREDENTIALS };
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

/** Clients of the services behind `endpoints`. */
export function createClients(endpoints: Pick<Endpoints, 'sqs' | 'dynamodb' | 's3'>): Clients {
  // Without `useQueueUrlAsEndpoint: false` the client follows the host in the queue URL.
  const sqs = { ...clientOptions(endpoints.sqs), useQueueUrlAsEndpoint: false };
  return {
    sqs: new SQSClient({ ...sqs, maxAttempts: 6 }),
    poller: new SQSClient({ ...sqs, maxAttempts: 1 }),
    dynamodb: new DynamoDBClient(clientOptions(endpoints.dynamodb)),
    // A bucket in the host name would need DNS for every bucket.
    s3: new S3Client({ ...clientOptions(endpoints.s3), forcePathStyle: true }),
  };
}
