import { OPERATOR_KEY } from '../iam/access-keys.ts';
import type { Endpoints, LocalEnvironment } from '../environment.ts';

/** What a deployed stage shows by the outputs of its stack, and where AWS is in this run. */
export interface LocalStack {
  readonly stage: string;
  readonly endpoints: Endpoints & { readonly logs: string };
  /** With it the command line may do what the template's managed policy allows. Absent where IAM is not enforced. */
  readonly operatorKey?: string;
  /** Base URL of the stand-in for Smile's API. */
  readonly smileApiUrl: string;
  /** Without the receiver's id in front. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** What the outputs of a run are made of. */
export interface OutputsOf {
  /** Of the functions: it holds the names that the run has made. */
  readonly environment: LocalEnvironment;
  readonly webhookUrl: string;
  /** Name of the secret with the key of the stand-in. Undefined without a widget. */
  readonly apiCredentials: string | undefined;
}

/** What a run shows of itself, as a stack does. */
export function localStack(
  { stage, endpoints, smileApiUrl }: Omit<LocalStack, 'outputs' | 'operatorKey'>,
  { environment, webhookUrl, apiCredentials }: OutputsOf,
  isJudged: boolean,
): LocalStack {
  return {
    stage,
    ...(isJudged ? { operatorKey: OPERATOR_KEY } : {}),
    endpoints,
    smileApiUrl,
    outputs: {
      WebhookUrl: webhookUrl,
      SecretName: environment.WEBHOOK_SECRET_ID,
      ...(apiCredentials === undefined ? {} : { ApiCredentialsName: apiCredentials }),
      EventsQueueUrl: environment.EVENTS_QUEUE_URL,
      DeadLettersQueueUrl: environment.DEAD_LETTERS_QUEUE_URL,
      LedgerTableName: environment.LEDGER_TABLE,
      StateTableName: environment.STATE_TABLE,
      BodiesBucketName: environment.BODIES_BUCKET,
      EventBusName: environment.EVENT_BUS,
      IngressLogGroupName: 'local',
      WorkerLogGroupName: 'local',
      WorkerVersion: environment.WORKER_VERSION ?? '',
    },
  };
}
