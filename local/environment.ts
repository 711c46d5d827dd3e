import { devNull } from 'node:os';
import { DUMMY_CREDENTIALS, REGION } from './aws.ts';
import { accessKeyOf } from './iam/access-keys.ts';
import type { FunctionDescription } from './template/read-function.ts';
import { type Made, resolve } from './template/resolve.ts';
import type { System } from './template/system.ts';
import { TemplateUnsupported } from './template/template-unsupported.ts';

/** Base URLs of the services that the functions call. */
export interface Endpoints {
  readonly sqs: string;
  readonly s3: string;
  readonly dynamodb: string;
  readonly secretsManager: string;
  readonly eventBridge: string;
}

/** Variables by which the run itself finds what the functions use. */
const LOOKED_AT = [
  'EVENTS_QUEUE_URL',
  'DEAD_LETTERS_QUEUE_URL',
  'BODIES_BUCKET',
  'WEBHOOK_SECRET_ID',
  'LEDGER_TABLE',
  'STATE_TABLE',
  'EVENT_BUS',
] as const;

/** The variables of both functions. */
export type LocalEnvironment = Readonly<Record<string, string>> &
  Readonly<Record<(typeof LOOKED_AT)[number] | keyof ReturnType<typeof runtimeVariables>, string>>;

/**
 * The environment of each function, and both in one for whoever wants to look at the same things.
 *
 * @param isJudged gives each function an access key of its own, by which IAM is enforced
 * @throws TemplateUnsupported
 */
export function environments(
  { ingress, worker }: Pick<System, 'ingress' | 'worker'>,
  endpoints: Endpoints,
  made: Made,
  isJudged: boolean,
) {
  const both = {
    ...templateVariables(ingress, made),
    ...templateVariables(worker, made),
    ...runtimeVariables(endpoints),
  };
  for (const name of LOOKED_AT) {
    if (!(name in both)) throw new TemplateUnsupported(name, 'no function has this variable');
  }
  return {
    ingress: functionEnvironment(ingress, endpoints, made, isJudged),
    worker: functionEnvironment(worker, endpoints, made, isJudged),
    both: both as LocalEnvironment,
  };
}

/** The environment of one function. @throws TemplateUnsupported */
export function functionEnvironment(
  description: FunctionDescription,
  endpoints: Endpoints,
  made: Made,
  isJudged: boolean,
): Readonly<Record<string, string>> {
  return {
    ...templateVariables(description, made),
    ...runtimeVariables(endpoints),
    ...identity(description),
    ...(isJudged ? { AWS_ACCESS_KEY_ID: accessKeyOf(description.id) } : {}),
  };
}

/** What the template gives to a function. */
function templateVariables({ name, environment }: FunctionDescription, made: Made) {
  return Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => [
      variable,
      resolve(value, made, `${name}, ${variable}`),
    ]),
  );
}

/** What Lambda gives to every function, and where the services are. */
function runtimeVariables(endpoints: Endpoints) {
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
    TZ: 'UTC',
  };
}

/** Who it is. */
function identity({ name, memoryMegabytes }: FunctionDescription) {
  return {
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
  };
}
