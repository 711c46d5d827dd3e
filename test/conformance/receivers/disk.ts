import type { Announcement, Row } from '../../../conformance/effects/effects.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';

/** A body that came with a good signature. */
export interface Delivery {
  readonly body: Buffer;
  /** ISO 8601 */
  readonly receivedAt: string;
}

/** What survives a restart. */
export interface Disk {
  readonly queue: Delivery[];
  readonly deadLetters: Delivery[];
  /** Objects by key. */
  readonly bucket: Map<string, Buffer>;
  readonly ledger: Map<string, Row>;
  /** By partition and sort key. */
  readonly state: Map<string, StateItem>;
  readonly announcements: Announcement[];
}

export function emptyDisk(): Disk {
  return {
    queue: [],
    deadLetters: [],
    bucket: new Map(),
    ledger: new Map(),
    state: new Map(),
    announcements: [],
  };
}
