import { FileSystem } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { WorkerEnvironment } from '../../lambdas/worker/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import type { AnnouncementBus } from '../event-bus.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Queues } from '../queues.ts';
import type { Settings } from '../settings.ts';
import type { BodiesBucket } from '../storage/bodies-bucket.ts';
import type { Tables } from '../storage/tables.ts';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import { allowHandlers } from './handler-access.ts';
import { LambdaFunction } from './lambda-function.ts';
import { placeInVpc } from './private-network.ts';

export interface WorkerFunctionProps {
  /** Directory with the bundle. */
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly bodies: BodiesBucket;
  readonly announcements: AnnouncementBus;
}

/** Works off the events queue: ledger, state, handlers. */
export class WorkerFunction extends LambdaFunction {
  /** Digest of what is deployed: rows, and the stack's outputs, name it. */
  readonly version: string;

  constructor(scope: Construct, id: string, props: WorkerFunctionProps) {
    const { settings, configuration, queues, tables, bodies, announcements } = props;
    const { handlers } = configuration;
    const version = FileSystem.fingerprint(props.bundle).slice(0, 12);
    super(scope, id, {
      ...props,
      ...settings.worker,
      description: `Works off the events of Smile (${settings.stage})`,
      environment: { ...handlers.environment, ...environmentOf(props, version) },
    });
    this.version = version;
    queues.grantWorkOff(this);
    tables.grantKeepEvents(this);
    bodies.grantRead(this);
    acknowledgeWildcard(this.policy, bodies.objectsArn, bodies.keysAreUnknown);
    announcements.grantAnnounce(this);
    allowHandlers(this.policy, handlers.policies);
    if (handlers.vpc) placeInVpc(this, handlers.vpc);

    const mapping = new EventSourceMapping(this, 'Events', {
      target: this.function,
      eventSourceArn: queues.events.queueArn,
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

function environmentOf(props: WorkerFunctionProps, version: string): WorkerEnvironment {
  const { settings, configuration, queues, tables, bodies, announcements } = props;
  return {
    STAGE: settings.stage,
    WORKER_VERSION: version,
    EVENTS_QUEUE_URL: queues.events.queueUrl,
    DEAD_LETTERS_QUEUE_URL: queues.deadLetters.queueUrl,
    VISIBILITY_TIMEOUT_SECONDS: String(settings.events.visibilityTimeoutSeconds),
    RETRY_ATTEMPTS: String(settings.retry.maxAttempts),
    RETRY_BASE_SECONDS: String(settings.retry.baseSeconds),
    RETRY_MAX_FAULT_SECONDS: String(settings.retry.maxFaultSeconds),
    BODIES_BUCKET: bodies.bucket.bucketName,
    LEDGER_TABLE: tables.ledger.tableName,
    LEDGER_RETENTION_DAYS: String(settings.ledger.retentionDays),
    STATE_TABLE: tables.state.tableName,
    EVENT_BUS: announcements.bus.eventBusName,
    POWERTOOLS_LOG_LEVEL: configuration.logLevel,
  };
}
