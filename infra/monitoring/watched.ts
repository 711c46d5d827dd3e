import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { RetrySettings } from '../../lambdas/worker/contract.ts';

/** What alarms and dashboard look at. */
export interface Watched {
  /** `sandbox` or `production`: the dimension `stage` of every metric that the code emits. */
  readonly stage: string;
  /** With a deployed stage, and a name that no other API of the account has: metrics go by name. */
  readonly restApi: RestApi;
  /** With a log group of its own. */
  readonly ingress: LambdaFunction;
  /** With a log group of its own. */
  readonly worker: LambdaFunction;
  readonly eventsQueue: Queue;
  readonly retry: RetrySettings;
  /** Of the events queue: an event whose worker dies comes back after it. */
  readonly visibilityTimeoutSeconds: number;
  readonly deadLettersQueue: Queue;
  /** Undefined: the stage has no widget. */
  readonly widget?: WatchedWidget | undefined;
}

/** Each function with a log group of its own. */
export interface WatchedWidget {
  /** The deployed stage of its API. */
  readonly api: HttpStage;
  readonly callbacks: LambdaFunction;
  readonly linkToken: LambdaFunction;
  readonly status: LambdaFunction;
  readonly lossDetector: LambdaFunction;
}
