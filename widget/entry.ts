import type { CallbackName } from '../lambdas/smile/widget.ts';
import type { CallbackArguments } from './callbacks.ts';

/** One callback on its way to the API. What is sent of it never changes, so that a repetition is the same. */
export interface Entry {
  /** `<when it fired, epoch milliseconds by the backend's clock>-<id>`: sorts by time. */
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

/**
 * When the page's last callback fired. The next one is later in any case, by a millisecond at least: of two
 * that bear one time nobody could tell the order, and a clock that was set back would turn it round.
 */
let last = 0;

/** Makes the entry of a callback that fires now. The argument may change afterwards: this is its copy. */
export function createEntry<N extends CallbackName>(
  name: N,
  argument: CallbackArguments[N],
  now: number,
  userId: string | undefined,
): Entry {
  // Not randomUUID: it is missing on pages without TLS, as in development.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const { uploads } = (argument ?? {}) as { uploads?: readonly unknown[] };
  const counted = uploads && { uploads: small(uploads), uploadCount: uploads.length };
  const data = { ...argument, ...counted };
  last = Math.max(now, last + 1);
  const json = JSON.stringify({ id, name, at: new Date(last).toISOString(), data });
  return { stamp: `${last}-${id}`, name, json, userId };
}

/** When it fired: epoch milliseconds. */
export function firedAt(stamp: string): number {
  return Number.parseInt(stamp, 10);
}

/** The id under which it is sent. */
export function idOf({ stamp }: Entry): string | undefined {
  return stamp.split('-').pop();
}

/** UTF-8 bytes of text. */
export function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Smile says nothing about uploads: they may be large, deep, circular. Then only their number goes. */
function small(uploads: readonly unknown[]): unknown {
  try {
    const json = JSON.stringify(uploads);
    const copy: unknown = JSON.parse(json);
    if (sizeOf(json) <= MAX_UPLOADS_BYTES && depthOf(copy) <= MAX_UPLOADS_DEPTH) return copy;
  } catch {
    // No JSON can be made of them.
  }
  return undefined;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
