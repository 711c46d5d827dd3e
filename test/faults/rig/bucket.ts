import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from '../../../local/clients.ts';
import type { LocalEnvironment } from '../../../local/environment.ts';

/** Looks into the bucket past the faulty endpoint. */
export interface Bucket {
  /** The object's bytes; undefined when there is none. */
  object(key: string): Promise<Buffer | undefined>;
  close(): void;
}

/** @param url of the engine itself */
export function lookIntoBucket(url: string, { BODIES_BUCKET }: LocalEnvironment): Bucket {
  const client = new S3Client({ ...clientOptions(url), forcePathStyle: true });
  return {
    async object(Key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: BODIES_BUCKET, Key }));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    close: () => client.destroy(),
  };
}
