import { randomUUID } from 'node:crypto';
import { rowsByKey } from '../rows.ts';
import { pauseUnless } from '../pause.ts';
import type { Stage } from '../stage.ts';
import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';

/** An answer to a request without a signature. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** What is answered to somebody who is not Smile. */
export async function answerForOthers(url: string, signal: AbortSignal): Promise<Answered> {
  const response = await fetch(url, { method: 'POST', body: '{}', signal });
  return { status: response.status, text: await response.text() };
}

/** An event of a type that Smile does not have: no handler of a known type runs, and no state changes. */
export function proofEvent() {
  return {
    id: `et-proof-${randomUUID()}`,
    version: 1,
    type: 'RECEIVER_PROOF',
    createdAt: new Date().toISOString(),
    data: {},
  };
}

/** Waits until an event is done. Undefined when the signal came first. */
export async function rowWhenDone(
  stage: Stage,
  eventId: string,
  signal: AbortSignal,
): Promise<LedgerRow | undefined> {
  while (!signal.aborted) {
    const [row] = await rowsByKey(stage, [eventId]);
    if (row?.status === 'DONE') return row;
    await pauseUnless(signal, 500);
  }
  return undefined;
}
