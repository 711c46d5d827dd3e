import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** The bodies that the queue could not carry. */
export interface BodiesView {
  /** The bytes under a row's `bodyRef`; undefined when nothing is there. */
  body(ref: string): Promise<Uint8Array | undefined>;
}

/** Looks into the bucket behind `client`. */
export function bodiesView(client: S3Client, bucket: string): BodiesView {
  return {
    async body(ref) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: ref }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
