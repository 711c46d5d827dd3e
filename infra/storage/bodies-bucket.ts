import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BODIES_PREFIX } from '../../lambdas/message/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Lifetime } from '../lifetime.ts';
import { pinLogicalId } from '../logical-id.ts';
import type { Settings } from '../settings.ts';

/** The bodies that the queue cannot or should not carry. They hold personal data, and they expire. */
export class BodiesBucket extends Construct {
  readonly bucket: Bucket;
  /** Every body. */
  readonly objectsArn: string;
  /** Why a policy names all bodies instead of one. */
  readonly keysAreUnknown = 'A key is the digest of a body: nobody knows it before the body comes.';

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
    this.objectsArn = this.bucket.arnForObjects(`${BODIES_PREFIX}*`);
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Only the two functions can reach the bucket, and their own logs name every body by its key; access logs would cost more than the bodies.',
    });
  }

  /** Lets an identity write bodies, and nothing else in the bucket. */
  grantWrite(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject'],
      resourceArns: [this.objectsArn],
    });
  }

  /**
   * Lets an identity read bodies, and see that one is missing. To those who may not list, S3 says 403 instead
   * of 404, which looks like a fault of AWS: the message would wait for two weeks, and its user with it.
   *
   * `IfExists`, because only a listing names a prefix. The question whether a read may learn of a missing
   * object has none, and must be answered with yes.
   */
  grantRead(grantee: IGrantable): Grant {
    const read = Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [this.objectsArn],
    });
    const miss = Grant.addToPrincipal({
      grantee,
      actions: ['s3:ListBucket'],
      resourceArns: [this.bucket.bucketArn],
      conditions: { StringLikeIfExists: { 's3:prefix': `${BODIES_PREFIX}*` } },
    });
    return read.combine(miss);
  }
}
