import { onAws } from '../clients/aws-fault.ts';

/** Bodies that the queue cannot or should not carry, by content address. */
export interface BodyStore {
  put(ref: string, body: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Undefined when nothing is there: it expired or was purged. */
  get(ref: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
}

/**
 * The bucket as a body store. The S3 client is loaded on first use: nine events in ten never need it,
 * and it would double a cold start.
 */
export function bucketBodies(bucket: string): BodyStore {
  return {
    async put(ref, body, signal) {
      const { putObject } = await import('../clients/s3.ts');
      await putObject(bucket, ref, body, signal);
    },
    async get(ref, signal) {
      const { getObject } = await import('../clients/s3.ts');
      return await onAws(() => getObject(bucket, ref, signal));
    },
  };
}
