import { tablePermissions } from './dynamodb-calls.ts';
import { arnIn, type Permission, permission } from './permission.ts';
import { type SecretNames, secretArn } from './secret-arn.ts';

/** The input of an operation, as its API reference writes it. */
export type Input = Readonly<Record<string, unknown>>;

/** The services whose calls name their operation in `X-Amz-Target`. */
export type JsonService = 'dynamodb' | 'sqs' | 'events' | 'secretsmanager';

const SERVICES: Readonly<Record<string, JsonService>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  secretsmanager: 'secretsmanager',
};

/** The service that a call is for; undefined for S3, which has no such header. */
export function jsonServiceOf(target: string): JsonService | undefined {
  return SERVICES[target.split('.')[0] ?? ''];
}

/**
 * What a call over one of AWS's JSON protocols needs (Service Authorization Reference).
 *
 * @param secretNames of the service
 */
export function jsonPermissions(
  service: JsonService,
  target: string,
  input: Input,
  secretNames: SecretNames,
): readonly Permission[] {
  const operation = target.slice(target.indexOf('.') + 1);
  switch (service) {
    case 'dynamodb':
      return tablePermissions(operation, input);
    case 'sqs':
      return [queuePermission(operation, input)];
    case 'events':
      return busPermissions(operation, input);
    case 'secretsmanager':
      return [
        permission(
          `secretsmanager:${operation}`,
          'SecretId' in input ? secretArn(String(input.SecretId), secretNames) : '*',
        ),
      ];
  }
}

/** A batch needs the permission of its single call. */
function queuePermission(operation: string, { QueueUrl, QueueName }: Input): Permission {
  const name = typeof QueueUrl === 'string' ? QueueUrl.split('/').at(-1) : QueueName;
  return permission(
    `sqs:${operation.replace(/Batch$/, '')}`,
    typeof name === 'string' ? arnIn('sqs', name) : '*',
  );
}

function busPermissions(operation: string, { Entries }: Input): readonly Permission[] {
  const action = `events:${operation}`;
  if (!Array.isArray(Entries)) return [permission(action, '*')];
  const buses = (Entries as Input[]).map(({ EventBusName = 'default' }) => String(EventBusName));
  return [...new Set(buses)].map((bus) => permission(action, arnIn('events', bus, 'event-bus/')));
}
