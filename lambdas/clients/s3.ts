import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from './options.ts';

const s3 = new S3Client(clientOptions);

/** Writes an object. Content-addressed keys make a repetition harmless. */
export async function putObject(
  bucket: string,
  key: string,
  body: Uint8Array,
  abortSignal: AbortSignal,
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }), { abortSignal });
}

/** Reads an object whole; undefined when there is none. */
export async function getObject(
  bucket: string,
  key: string,
  abortSignal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
      abortSignal,
    });
    return await object.Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
