import { onAws } from '../aws/aws-fault.ts';
import { getObject, putObject } from '../aws/s3.ts';

/** Bodies that the queue cannot or should not carry, by content address. */
export interface BodyStore {
  readonly put: (ref: string, body: Uint8Array, signal: AbortSignal) => Promise<void>;
  /** Undefined when nothing is there: it expired or was purged. */
  readonly get: (ref: string, signal: AbortSignal) => Promise<Uint8Array | undefined>;
}

/** The bucket as a body store. */
export function bucketBodies(bucket: string): BodyStore {
  return {
    put: (ref, body, signal) => onAws(() => putObject(bucket, ref, body, signal)),
    get: (ref, signal) => onAws(() => getObject(bucket, ref, signal)),
  };
}
