import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from '../acknowledge.ts';
import { BODIES_PREFIX } from '../storage/bodies-bucket.ts';

/** Lets a role write or read bodies, and nothing else in the bucket. */
export function allowOnBodies(
  role: Role,
  bucket: Bucket,
  action: 's3:PutObject' | 's3:GetObject',
): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [action],
      resources: [bucket.arnForObjects(`${BODIES_PREFIX}*`)],
    }),
  );
  acknowledge(role, {
    [`AwsSolutions-IAM5[Resource::<BodiesBucket.Arn>/${BODIES_PREFIX}*]`]:
      'A key is the digest of a body: nobody knows it before the body comes.',
  });
}

/**
 * Lets a role see that a body is missing. To those who may not list, S3 says 403 instead of 404, which
 * looks like a fault of AWS: the message would wait for two weeks, and its user with it.
 *
 * `IfExists`, because only a listing names a prefix. The question whether a read may learn of a missing
 * object has none, and must be answered with yes.
 */
export function allowToMissBodies(role: Role, bucket: Bucket): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLikeIfExists: { 's3:prefix': `${BODIES_PREFIX}*` } },
    }),
  );
}
