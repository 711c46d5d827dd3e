import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import { allowOnBodies, allowToMissBodies } from './bodies-access.ts';
import { allowHandlers } from './handler-access.ts';
import { LambdaFunction } from './lambda-function.ts';
import { placeInVpc } from './private-network.ts';
import type { WorkerEnvironment } from './variables.ts';

export interface WorkerFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly eventsQueue: Queue;
  readonly deadLettersQueue: Queue;
  readonly ledger: Table;
  readonly state: Table;
  readonly bodies: Bucket;
  readonly bus: EventBus;
}

/** Works off the events queue: ledger, state, handlers. */
export class WorkerFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: WorkerFunctionProps) {
    const { bundle, settings, configuration, lifetime, eventsQueue, bodies } = props;
    const { handlers } = configuration;
    super(scope, id, {
      ...settings.worker,
      description: `Works off the events of Smile (${settings.stage})`,
      bundle,
      environment: { ...handlers.environment, ...environmentOf(props) },
      configuration,
      lifetime,
      statements: statementsOf(props),
    });
    allowOnBodies(this.role, bodies, 's3:GetObject');
    allowToMissBodies(this.role, bodies);
    allowHandlers(this.role, handlers.policies);
    if (handlers.vpc) placeInVpc(this, handlers.vpc);

    const mapping = new EventSourceMapping(this, 'Events', {
      target: this.function,
      eventSourceArn: eventsQueue.queueArn,
      batchSize: settings.worker.batchSize,
      maxConcurrency: settings.worker.concurrency,
      reportBatchItemFailures: true,
    });
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        'SQS takes no destination here: what fails stays in the queue, and goes to the dead letters in the end.',
    });
  }
}

function environmentOf(props: WorkerFunctionProps): WorkerEnvironment {
  const { settings, configuration } = props;
  return {
    STAGE: settings.stage,
    EVENTS_QUEUE_URL: props.eventsQueue.queueUrl,
    DEAD_LETTERS_QUEUE_URL: props.deadLettersQueue.queueUrl,
    VISIBILITY_TIMEOUT_SECONDS: String(settings.events.visibilityTimeoutSeconds),
    BODIES_BUCKET: props.bodies.bucketName,
    LEDGER_TABLE: props.ledger.tableName,
    LEDGER_RETENTION_DAYS: String(settings.ledger.retentionDays),
    STATE_TABLE: props.state.tableName,
    EVENT_BUS: props.bus.eventBusName,
    POWERTOOLS_LOG_LEVEL: configuration.logLevel,
  };
}

function statementsOf(props: WorkerFunctionProps): PolicyStatement[] {
  return [
    allow(
      [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
      ],
      props.eventsQueue.queueArn,
    ),
    allow(['sqs:SendMessage'], props.deadLettersQueue.queueArn),
    allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], props.ledger.tableArn),
    allow(['dynamodb:GetItem', 'dynamodb:PutItem'], props.state.tableArn),
    allow(['events:PutEvents'], props.bus.eventBusArn),
  ];
}

function allow(actions: string[], ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}
