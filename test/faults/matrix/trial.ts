import { setTimeout as delay } from 'node:timers/promises';
import { type Rig, SECRET } from '../rig/rig.ts';
import type { Cell } from './cells.ts';
import { eventsFor, type TrialEvent, type TrialEvents } from './trial-events.ts';
import { aimFault, failFirst, planOf } from './trial-fault.ts';

/** A cell that was tried, before anything of it is judged. */
export interface Trial {
  readonly cell: Cell;
  readonly events: TrialEvents;
  /** Statuses of the postings of the event that met the fault; undefined: no answer. */
  readonly statuses: readonly (number | undefined)[];
  /** Whether every event was on the queue when it was answered with a 2xx. */
  readonly storedWhenAccepted: boolean;
  /** Whether the fault has happened, and as often as it had to. */
  readonly happened: () => boolean;
}

/** What Smile signs with after a rotation, and after one more. */
const AFTER_ROTATION = 'the-secret-after-the-rotation';
const AFTER_ANOTHER = 'the-secret-after-another-rotation';
/** Smile re-sends twice, within a minute or two; here it may take a few more. */
const MOST_POSTINGS = 12;
const RESEND_MS = 500;
const DONE_WITHIN_MS = 60_000;
const GONE_WITHIN_MS = 30_000;

/** Tries a cell: its fault, its events, and what Smile would do about the answers. */
export async function tryCell(cell: Cell, rig: Rig): Promise<Trial> {
  const events = eventsFor(cell, planOf(cell));
  const { earlier, met, next } = events;
  const signedWith = secretsOf(cell);
  const { secretsManager } = rig.run;

  if (isAboutSecret(cell)) await coldIngress(rig);
  const before = earlier && (await postUntilDone(earlier, rig));
  if (signedWith.met !== SECRET) await secretsManager.set({ current: signedWith.met });
  failFirst(cell, events, rig);
  const aimed = aimFault(cell, events, rig);
  const { first, happened = aimed } = firstPosting(cell, rig);
  const posted = await postUntilAccepted(met, signedWith.met, rig, first);
  if (signedWith.next !== signedWith.met) {
    await secretsManager.set({ current: signedWith.next });
  }
  const behind = await postUntilAccepted(next, signedWith.next, rig);
  if (signedWith.next !== SECRET) {
    await secretsManager.set({ current: SECRET });
    await coldIngress(rig);
  }
  const storedWhenAccepted = [before, posted, behind].every((each) => each?.isStored ?? true);
  return { cell, events, statuses: posted.statuses, storedWhenAccepted, happened };
}

export function isAboutSecret({ step }: Cell): boolean {
  return step === 'read-secret' || step === 'refresh-secret';
}

/** A clock that jumps must not keep an old secret in force: there is one more rotation then. */
function secretsOf(cell: Cell): { readonly met: string; readonly next: string } {
  const isRotated = isAboutSecret(cell) && cell.fault.startsWith('clock');
  if (cell.step !== 'refresh-secret') {
    return { met: SECRET, next: isRotated ? AFTER_ROTATION : SECRET };
  }
  return { met: AFTER_ROTATION, next: isRotated ? AFTER_ANOTHER : AFTER_ROTATION };
}

type Post = (body: Buffer, secret: string) => Promise<number | undefined>;

/** What happens to an answer happens where it is sent and where it arrives, so it is done here. */
function firstPosting({ step, fault }: Cell, rig: Rig): { first?: Post; happened?: () => boolean } {
  if (step === 'answer' && fault === 'network cut') {
    let unread: number | undefined;
    const first: Post = async (body, secret) => {
      unread = await rig.sender.hangUp(body, secret);
      return undefined;
    };
    return { first, happened: () => unread === 200 };
  }
  if (step === 'answer' && fault === 'crash after') {
    let killed: readonly number[] = [];
    const first: Post = async (body, secret) => {
      const status = await rig.sender.post(body, secret);
      killed = killIngress(rig);
      return status;
    };
    return { first, happened: () => killed.length > 0 && areGone(killed, rig) };
  }
  return {};
}

/** Posts until the answer is a 2xx: that means that the event is on the queue by now. */
async function postUntilAccepted(
  event: TrialEvent,
  secret: string,
  { sender, journal }: Rig,
  first: Post = (body) => sender.post(body, secret),
) {
  const taken = (id: string) => journal.messages.get(id)?.size ?? 0;
  // What conflicts is on the queue under the same id as what was there before.
  const messages = () => taken(event.id) + taken(event.key);
  const earlier = messages();
  const statuses = [await first(event.body, secret)];
  while (statuses.at(-1) !== 200 && statuses.length < MOST_POSTINGS) {
    await delay(RESEND_MS);
    statuses.push(await sender.post(event.body, secret));
  }
  return { statuses, isStored: statuses.at(-1) !== 200 || messages() > earlier };
}

/** The fault must not meet what came before its event. */
async function postUntilDone(event: TrialEvent, rig: Rig) {
  const posted = await postUntilAccepted(event, SECRET, rig);
  for (const start = performance.now(); performance.now() - start < DONE_WITHIN_MS; ) {
    if (rig.journal.finished.has(event.key)) break;
    await delay(20);
  }
  return posted;
}

/** What knows the processes of the ingress. */
interface Ingress {
  readonly run: Pick<Rig['run'], 'ingressPids'>;
}

/**
 * Makes way for processes that have not read the secret yet.
 *
 * @throws StillThere when those that have do not go
 */
export async function coldIngress(rig: Ingress, withinMs = GONE_WITHIN_MS): Promise<void> {
  const old = killIngress(rig);
  for (const start = performance.now(); !areGone(old, rig); await delay(10)) {
    if (performance.now() - start > withinMs) throw new StillThere(old);
  }
}

/** Killed processes of the ingress are still told to run. */
export class StillThere extends Error {
  override readonly name = 'StillThere';
  readonly code = 'still-there';
  constructor(pids: readonly number[]) {
    super(
      `The ingress's processes ${pids.join(', ')} were killed and do not go: end them by hand.`,
    );
  }
}

function killIngress({ run }: Ingress): number[] {
  const pids = run.ingressPids();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids;
}

function areGone(pids: readonly number[], { run }: Ingress): boolean {
  return !run.ingressPids().some((pid) => pids.includes(pid));
}
