/** Ledger key of a body that names no event: its digest. */
export function digestKey(bodySha256: string): string {
  return `sha256:${bodySha256}`;
}

/** Ledger key of an event; a replay is one of its own. */
export function eventKey(id: string, replayId: string | undefined): string {
  return replayId === undefined ? id : `${id}#${replayId}`;
}

/** Content address of a body in the bucket. */
export function bodyRefOf(bodySha256: string): string {
  return `bodies/${bodySha256}`;
}
