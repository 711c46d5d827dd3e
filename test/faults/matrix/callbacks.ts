import { setTimeout as delay } from 'node:timers/promises';
import type { Rig } from '../rig/rig.ts';
import { aimAt } from './aim-at.ts';
import type { CallbackFault } from './callback-faults.ts';
import { CALLBACKS, keysOf } from './page.ts';

/** A page's batch that was posted under a fault, before anything of it is judged. */
export interface CallbackTrial {
  readonly fault: CallbackFault;
  readonly user: string;
  readonly statuses: readonly (number | undefined)[];
  /** Whether the fault has happened, and as often as it had to. */
  readonly happened: () => boolean;
}

const MOST_POSTINGS = 12;
const DONE_WITHIN_MS = 60_000;

/** Plays a page whose relay meets this fault, and waits until its callbacks are done. */
export async function tryCallback(fault: CallbackFault, rig: Rig): Promise<CallbackTrial> {
  const user = `page-${fault.name.replaceAll(' ', '-')}`;
  const keys = keysOf(user);
  const sighting = { step: 'send-callbacks', about: keys[0] as string } as const;
  const happened = aimAt(sighting, { fault: fault.wire, times: fault.times }, rig);
  const statuses = await relay(rig, user);
  await untilDone(keys, rig);
  return { fault, user, statuses, happened };
}

/** Posts the same callbacks, with the same ids, until the API says that all are stored. */
async function relay({ run }: Rig, user: string): Promise<(number | undefined)[]> {
  const { token: session } = await run.createSession(user);
  const body = JSON.stringify({ session, callbacks: CALLBACKS });
  const statuses: (number | undefined)[] = [];
  while (statuses.at(-1) !== 200 && statuses.length < MOST_POSTINGS) {
    if (statuses.length > 0) await delay(500);
    const answer = await fetch(`${run.widgetUrl}/callbacks`, { method: 'POST', body }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer();
    statuses.push(answer?.status);
  }
  return statuses;
}

async function untilDone(keys: readonly string[], { tables }: Rig): Promise<void> {
  for (const start = performance.now(); performance.now() - start < DONE_WITHIN_MS; ) {
    const rows = await Promise.all(keys.map((key) => tables.row(key)));
    if (rows.every((row) => row?.status === 'DONE')) return;
    await delay(200);
  }
}
