import { devNull } from 'node:os';
import type { Settings } from '../infra/settings.ts';
import { DUMMY_CREDENTIALS, REGION } from './aws.ts';

/** Base URLs of the services that the functions call. */
export interface Endpoints {
  readonly sqs: string;
  readonly s3: string;
  readonly dynamodb: string;
  readonly secretsManager: string;
  readonly eventBridge: string;
}

/** Names of what the functions use, as the services know them. */
export interface Resources {
  readonly eventsQueueUrl: string;
  readonly deadLettersQueueUrl: string;
  readonly bucket: string;
  readonly ledgerTable: string;
  readonly stateTable: string;
  readonly secretId: string;
  readonly eventBus: string;
}

/** Names that follow from the stage alone. */
export function namesOf(stage: string) {
  return {
    bucket: `smile-${stage}-bodies`,
    ledgerTable: `smile-${stage}-ledger`,
    stateTable: `smile-${stage}-state`,
    secretId: `smile-${stage}-webhook-secret`,
    eventBus: `smile-${stage}`,
  };
}

/** The variables of both functions, by name. */
export type LocalEnvironment = ReturnType<typeof commonVariables> &
  ReturnType<typeof ingressVariables> &
  ReturnType<typeof workerVariables>;

/** The environment of each function, and both in one for whoever wants to look at the same things. */
export function environments(settings: Settings, endpoints: Endpoints, resources: Resources) {
  const common = commonVariables(settings.stage, endpoints);
  const ingress = ingressVariables(resources);
  const worker = workerVariables(settings, resources);
  return {
    ingress: { ...common, ...ingress, ...functionVariables('ingress', settings) },
    worker: { ...common, ...worker, ...functionVariables('worker', settings) },
    both: { ...common, ...ingress, ...worker },
  };
}

function commonVariables(stage: string, endpoints: Endpoints) {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: DUMMY_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DUMMY_CREDENTIALS.secretAccessKey,
    // A developer's own AWS profile must not change what runs here; Lambda has no such files.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventBridge,
    STAGE: stage,
    TZ: 'UTC',
  };
}

function ingressVariables(resources: Resources) {
  return {
    EVENTS_QUEUE_URL: resources.eventsQueueUrl,
    BODIES_BUCKET: resources.bucket,
    WEBHOOK_SECRET_ID: resources.secretId,
  };
}

function workerVariables(settings: Settings, resources: Resources) {
  return {
    EVENTS_QUEUE_URL: resources.eventsQueueUrl,
    DEAD_LETTERS_QUEUE_URL: resources.deadLettersQueueUrl,
    VISIBILITY_TIMEOUT_SECONDS: String(settings.events.visibilityTimeoutSeconds),
    BODIES_BUCKET: resources.bucket,
    LEDGER_TABLE: resources.ledgerTable,
    STATE_TABLE: resources.stateTable,
    EVENT_BUS: resources.eventBus,
  };
}

function functionVariables(name: 'ingress' | 'worker', settings: Settings) {
  return {
    AWS_LAMBDA_FUNCTION_NAME: `smile-${settings.stage}-${name}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings[name].memoryMegabytes),
  };
}
