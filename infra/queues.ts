import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  RedrivePermission,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { pinLogicalId } from './logical-id.ts';
import type { QueueSettings, Settings } from './settings.ts';

/** The events, one at a time per subject, and the dead letters. */
export class Queues extends Construct {
  readonly events: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { events, deadLetters }: Settings) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...fifo(deadLetters),
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        // By name: the queues would else each wait for the other to be made.
        sourceQueues: [this.byName('EventsByName', events.name)],
      },
    });
    this.events = new Queue(this, 'Events', {
      ...fifo(events),
      visibilityTimeout: Duration.seconds(events.visibilityTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: events.maxReceiveCount },
    });
    pinLogicalId(this.events, 'EventsQueue');
    pinLogicalId(this.deadLetters, 'DeadLettersQueue');
    acknowledge(this.deadLetters, {
      'Serverless-SQSRedrivePolicy': 'This is the dead-letter queue.',
    });
  }

  /** Lets an identity put events on the queue. */
  grantSendEvents(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.events.queueArn],
    });
  }

  /** Lets an identity take events from the queue, and bury them. */
  grantWorkOff(grantee: IGrantable): Grant {
    const take = Grant.addToPrincipal({
      grantee,
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
      ],
      resourceArns: [this.events.queueArn],
    });
    const bury = Grant.addToPrincipal({
      grantee,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.deadLetters.queueArn],
    });
    return take.combine(bury);
  }

  /** Lets an identity look at dead letters, and bring them back. */
  grantRepair(grantee: IGrantable): Grant {
    const take = Grant.addToPrincipal({
      grantee,
      actions: [
        'sqs:ReceiveMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
      ],
      resourceArns: [this.deadLetters.queueArn],
    });
    return take.combine(this.grantSendEvents(grantee));
  }

  private byName(id: string, resource: string) {
    const arn = Stack.of(this).formatArn({
      service: 'sqs',
      resource,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    return Queue.fromQueueArn(this, id, arn);
  }
}

/** Without high-throughput mode 300 messages a second are the limit of a FIFO queue. */
function fifo({ name, retentionSeconds }: QueueSettings) {
  return {
    queueName: name,
    fifo: true,
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    retentionPeriod: Duration.seconds(retentionSeconds),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  };
}
