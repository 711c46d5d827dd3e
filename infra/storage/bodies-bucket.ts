import { Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Lifetime } from '../lifetime.ts';
import { pinLogicalId } from '../logical-id.ts';
import type { Settings } from '../settings.ts';

/** Where bodies are kept: every object's key begins with it. */
export const BODIES_PREFIX = 'bodies/';

/** The bodies that the queue cannot or should not carry. They hold personal data, and they expire. */
export class BodiesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { bodies }: Settings, lifetime: Lifetime) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Keys are digests: the same key is the same body. And what is purged must be gone, not versioned.
      versioned: false,
      lifecycleRules: [
        {
          expiration: Duration.days(bodies.retentionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: lifetime.removalPolicy,
      // CloudFormation deletes empty buckets only; the CDK brings a function that empties this one first.
      autoDeleteObjects: !lifetime.protected,
    });
    pinLogicalId(this.bucket, 'BodiesBucket');
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Only the two functions can reach the bucket, and their own logs name every body by its key; access logs would cost more than the bodies.',
    });
  }
}
