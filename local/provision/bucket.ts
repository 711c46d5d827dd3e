import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { clientOptions } from '../clients.ts';
import { REGION } from '../aws.ts';

/** Makes the bucket unless it is there. */
export async function provisionBucket(endpoint: string, name: string): Promise<void> {
  // A bucket in the host name would need DNS for every bucket.
  const s3 = new S3Client({ ...clientOptions(endpoint), forcePathStyle: true });
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: name,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
  } catch (error) {
    const exists = error instanceof BucketAlreadyExists || error instanceof BucketAlreadyOwnedByYou;
    if (!exists) throw error;
  } finally {
    s3.destroy();
  }
}
