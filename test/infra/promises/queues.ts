import { all, one, property, type Template, words } from '../template.ts';
import { partitionIn, placeIn, type Promised, unequal } from './promise.ts';

const QUEUE = 'AWS::SQS::Queue';
const FOURTEEN_DAYS = 1_209_600;

const events = (template: Template) => one(template, QUEUE, 'EventsQueue');
const deadLetters = (template: Template) => one(template, QUEUE, 'DeadLettersQueue');
const workerTimeout = (template: Template) =>
  Number(property(one(template, 'AWS::Lambda::Function', 'Worker'), 'Timeout'));
const mapping = (template: Template) => one(template, 'AWS::Lambda::EventSourceMapping');

export const queues: readonly Promised[] = [
  {
    promise: 'there are two queues, with names that a person can read',
    broken: (template, { stage }) =>
      unequal({
        names: [
          all(template, QUEUE).map((queue) => property(queue, 'QueueName')),
          [`smile-${stage}-dead-letters.fifo`, `smile-${stage}-events.fifo`],
        ],
      }),
  },
  {
    promise: 'both queues are FIFO in high-throughput mode',
    broken: (template) =>
      all(template, QUEUE).flatMap((queue) =>
        unequal({
          [`${queue.id} FIFO`]: [property(queue, 'FifoQueue'), true],
          [`${queue.id} scope`]: [property(queue, 'DeduplicationScope'), 'messageGroup'],
          [`${queue.id} limit`]: [property(queue, 'FifoThroughputLimit'), 'perMessageGroupId'],
          [`${queue.id} deduplication`]: [
            property(queue, 'ContentBasedDeduplication') ?? false,
            false,
          ],
        }),
      ),
  },
  {
    promise: 'both queues keep a message for 14 days, the longest that SQS can',
    broken: (template) =>
      all(template, QUEUE).flatMap((queue) =>
        unequal({ [queue.id]: [property(queue, 'MessageRetentionPeriod'), FOURTEEN_DAYS] }),
      ),
  },
  {
    promise: 'both queues are encrypted at rest',
    broken: (template) =>
      all(template, QUEUE).flatMap((queue) =>
        unequal({ [queue.id]: [property(queue, 'SqsManagedSseEnabled'), true] }),
      ),
  },
  {
    promise: 'both queues refuse whoever does not come over TLS',
    broken(template) {
      const policies = all(template, 'AWS::SQS::QueuePolicy');
      return all(template, QUEUE).flatMap(({ id }) => {
        const own = policies.filter(
          (policy) => words(property(policy, 'Queues', 0)) === `\${${id}}`,
        );
        return unequal({
          [id]: [
            own.map((policy) => property(policy, 'PolicyDocument', 'Statement')),
            [
              [
                {
                  Action: 'sqs:*',
                  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
                  Effect: 'Deny',
                  Principal: { AWS: '*' },
                  Resource: { 'Fn::GetAtt': [id, 'Arn'] },
                },
              ],
            ],
          ],
        });
      });
    },
  },
  {
    promise: "a received message stays hidden for six times the worker's timeout",
    broken: (template) =>
      unequal({
        visibility: [property(events(template), 'VisibilityTimeout'), 6 * workerTimeout(template)],
        told: [
          property(
            one(template, 'AWS::Lambda::Function', 'Worker'),
            'Environment',
            'Variables',
            'VISIBILITY_TIMEOUT_SECONDS',
          ),
          String(property(events(template), 'VisibilityTimeout')),
        ],
      }),
  },
  {
    promise: 'SQS itself moves a message to the dead letters after 1,000 receives only',
    broken: (template) =>
      unequal({
        redrive: [
          property(events(template), 'RedrivePolicy'),
          {
            deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLettersQueue', 'Arn'] },
            maxReceiveCount: 1000,
          },
        ],
        end: [property(deadLetters(template), 'RedrivePolicy'), undefined],
      }),
  },
  {
    promise: 'only the events queue may use the dead letters',
    broken: (template, expected) =>
      unequal({
        permission: [
          property(deadLetters(template), 'RedriveAllowPolicy', 'redrivePermission'),
          'byQueue',
        ],
        source: [
          words(property(deadLetters(template), 'RedriveAllowPolicy', 'sourceQueueArns', 0)),
          `arn:${partitionIn(expected)}:sqs:${placeIn(expected)}:smile-${expected.stage}-events.fifo`,
        ],
      }),
  },
  {
    promise: 'the worker gets one event at a time, no more workers run than the stage allows',
    broken: (template, { worker }) =>
      unequal({
        batch: [property(mapping(template), 'BatchSize'), 1],
        workers: [
          property(mapping(template), 'ScalingConfig', 'MaximumConcurrency'),
          worker.concurrency,
        ],
        window: [property(mapping(template), 'MaximumBatchingWindowInSeconds') ?? 0, 0],
        enabled: [property(mapping(template), 'Enabled') ?? true, true],
      }),
  },
  {
    promise: 'the worker takes from the events queue and says which message failed',
    broken: (template) =>
      unequal({
        source: [words(property(mapping(template), 'EventSourceArn')), '${EventsQueue.Arn}'],
        target: [
          words(property(mapping(template), 'FunctionName')),
          `\${${one(template, 'AWS::Lambda::Function', 'Worker').id}}`,
        ],
        partial: [
          property(mapping(template), 'FunctionResponseTypes'),
          ['ReportBatchItemFailures'],
        ],
      }),
  },
];
