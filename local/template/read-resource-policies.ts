import { type Statement, statementsOf } from './read-role.ts';
import { type Part, partsOf, referenceIn, type Template } from './template.ts';

/** Statements of resource policies, by the logical id of the queue or bucket that has them. */
export type ResourcePolicies = Readonly<Record<string, readonly Statement[]>>;

/** The resource policies of queues and buckets. */
export function readResourcePolicies(template: Template): ResourcePolicies {
  const policies: Record<string, readonly Statement[]> = {};
  const add = (value: unknown, { properties }: Part) => {
    const id = referenceIn(value);
    if (id !== undefined) policies[id] = [...(policies[id] ?? []), ...statementsOf(properties)];
  };
  for (const part of partsOf(template, 'AWS::SQS::QueuePolicy')) {
    for (const queue of part.properties.Queues as readonly unknown[]) add(queue, part);
  }
  for (const part of partsOf(template, 'AWS::S3::BucketPolicy')) add(part.properties.Bucket, part);
  return policies;
}
