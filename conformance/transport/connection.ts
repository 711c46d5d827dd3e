import type { ClientRequestArgs } from 'node:http';
import { type NetConnectOpts, Socket } from 'node:net';

/* oxlint-disable no-underscore-dangle -- the names that node:stream gives to what may be overridden */

type Written = (error?: Error | null) => void;

/**
 * A connection that ends by what it reads, and not by a write that fails. Who refuses a large body answers and
 * hangs up on what is left of it: Node would throw that answer away, unread.
 */
class Connection extends Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, written: Written): void {
    super._write(chunk, encoding, unlessFailed(written));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], written: Written): void {
    super._writev?.(chunks, unlessFailed(written));
  }
}

/** Who can no longer write will read the end, or the reset, behind whatever came before. */
function unlessFailed(written: Written): Written {
  return (error) => {
    if (!error) written();
  };
}

/** @param options what `node:http` knows of the receiver, which is what `node:net` needs */
export function connectTo(options: ClientRequestArgs): Socket {
  return new Connection().connect(options as NetConnectOpts);
}
