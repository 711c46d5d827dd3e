import type { CallbackName } from '../lambdas/smile/widget.ts';
import type { CallbackArguments } from './callbacks.ts';

/** One callback on its way to the API. What is sent of it never changes, so that a repetition is the same. */
export interface Entry {
  /** `<when it fired, epoch milliseconds by the backend's clock>-<sequence>-<id>`: sorts by time. */
  readonly stamp: string;
  readonly name: CallbackName;
  /** What is sent: the JSON of `{ id, name, at, data }`. */
  readonly json: string;
  /** Whose it is; undefined until the first session tells. */
  userId: string | undefined;
}

/** UTF-8 bytes that the API takes of what is in `uploads`, and how deep it may be. */
const MAX_UPLOADS_BYTES = 4096;
const MAX_UPLOADS_DEPTH = 4;

/** Tells callbacks of the same millisecond apart. */
let sequence = 0;

/** Makes the entry of a callback that fires now. The argument may change afterwards: this is its copy. */
export function createEntry<N extends CallbackName>(
  name: N,
  argument: CallbackArguments[N],
  at: number,
  userId: string | undefined,
): Entry {
  // Not randomUUID: it is missing on pages without TLS, as in development.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const data = isAboutUploads(argument) ? withFewUploads(argument) : (argument ?? {});
  const json = JSON.stringify({ id, name, at: new Date(at).toISOString(), data });
  sequence += 1;
  const stamp = `${at}-${`${sequence}`.padStart(6, '0')}-${id}`;
  return { stamp, name, json, userId };
}

/** When it fired: epoch milliseconds. */
export function firedAt(stamp: string): number {
  return Number.parseInt(stamp, 10);
}

/** UTF-8 bytes of text. */
export function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isAboutUploads(argument: object | undefined): argument is { uploads: readonly unknown[] } {
  return !!argument && 'uploads' in argument;
}

/** Smile says nothing about uploads: they may be large, deep, circular. Their number always goes. */
function withFewUploads(argument: { uploads: readonly unknown[] }): object {
  const data = { ...argument, uploadCount: argument.uploads.length };
  try {
    const json = JSON.stringify(argument.uploads);
    const uploads: unknown = JSON.parse(json);
    if (sizeOf(json) <= MAX_UPLOADS_BYTES && depthOf(uploads) <= MAX_UPLOADS_DEPTH) {
      return { ...data, uploads };
    }
  } catch {
    // No JSON can be made of them.
  }
  return { ...data, uploads: undefined };
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
