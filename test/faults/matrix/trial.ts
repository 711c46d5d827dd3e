import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../plan.ts';
import type { WireFault } from '../rig/endpoint.ts';
import { type Rig, SECRET } from '../rig/rig.ts';
import type { Cell, Fault } from './cells.ts';
import { bodyKey, eventsFor, type TrialEvent, type TrialEvents } from './trial-events.ts';

/** A cell that was tried, before anything of it is judged. */
export interface Trial {
  readonly cell: Cell;
  readonly events: TrialEvents;
  /** Statuses of the postings of the event that met the fault; undefined: no answer. */
  readonly statuses: readonly (number | undefined)[];
  /** Whether both events were on the queue when they were answered with a 2xx. */
  readonly storedWhenAccepted: boolean;
  /** Whether the fault has happened at all. */
  readonly happened: () => boolean;
}

/** The clients try three times; the event source's own one six times. */
const EVERY_TRY = 3;
const EVERY_DELETE = 6;
const HOURS = 3600;
/** What Smile signs with after a rotation: a clock that jumps must not keep the old one in force. */
const NEXT_SECRET = 'the-secret-after-the-rotation';
/** Smile re-sends twice, within a minute or two; here it may take a few more. */
const MOST_POSTINGS = 12;
const RESEND_MS = 500;

const WIRE: Partial<Record<Fault, WireFault>> = {
  timeout: 'hang',
  throttled: 'throttle',
  'network cut': 'cut',
  'network cut for good': 'cut',
  'engine restarted': 'restart',
};

/** What the functions do to themselves in this cell; undefined: the fault is on the wire. */
function planOf({ step, fault }: Cell): Plan | undefined {
  const isReceive = step === 'receive';
  const plan = { when: isReceive ? 'after' : 'before', step, seconds: 0 } as const;
  if (fault === 'crash before') return { ...plan, deed: 'crash' };
  if (fault === 'crash after' && step !== 'answer')
    return { ...plan, deed: 'crash', when: 'after' };
  if (fault === 'clock back') return { ...plan, deed: 'clock', seconds: -3 * HOURS };
  if (fault === 'clock ahead') return { ...plan, deed: 'clock', seconds: 3 * HOURS };
  const hangs = fault === 'timeout' && (step === 'handler' || step === 'answer');
  return hangs ? { ...plan, deed: 'hang' } : undefined;
}

/** Tries a cell: its fault, its events, and what Smile would do about the answers. */
export async function tryCell(cell: Cell, rig: Rig): Promise<Trial> {
  const plan = planOf(cell);
  const events = eventsFor(cell, plan);
  const { met, next } = events;
  failFirst(cell, events, rig);
  const happened = plan ? () => rig.hasHappened(met.id) : aimAtWire(cell, events, rig);
  if (cell.step === 'read-secret') await coldIngress(rig);

  const hangUp = cell.step === 'answer' && cell.fault === 'network cut';
  const first = await rig.sender.post(met.body, SECRET, hangUp);
  if (cell.step === 'answer' && cell.fault === 'crash after') killIngress(rig);
  const stored = [isStored(first, met, rig)];
  const statuses = [first];
  while (statuses.at(-1) !== 200 && statuses.length < MOST_POSTINGS) {
    await delay(RESEND_MS);
    const status = await rig.sender.post(met.body);
    stored.push(isStored(status, met, rig));
    statuses.push(status);
  }
  const isRotated = cell.step === 'read-secret' && cell.fault.startsWith('clock');
  if (isRotated) await rig.run.secretsManager.set({ current: NEXT_SECRET });
  stored.push(await postNext(next, rig, isRotated ? NEXT_SECRET : SECRET));
  if (isRotated) {
    await rig.run.secretsManager.set({ current: SECRET });
    await coldIngress(rig);
  }
  return {
    cell,
    events,
    statuses,
    storedWhenAccepted: stored.every(Boolean),
    happened: hangUp || (cell.step === 'answer' && !plan) ? () => true : happened,
  };
}

async function postNext(next: TrialEvent, rig: Rig, secret: string): Promise<boolean> {
  for (let posted = 0; posted < MOST_POSTINGS; posted += 1) {
    const status = await rig.sender.post(next.body, secret);
    if (status === 200) return isStored(status, next, rig);
    await delay(RESEND_MS);
  }
  return false;
}

/** A 2xx means that the event is on the queue by now. */
function isStored(status: number | undefined, { id }: TrialEvent, { journal }: Rig): boolean {
  return status !== 200 || journal.messages.has(id);
}

/** What is to be given back, or hidden, has to fail first. */
function failFirst({ step }: Cell, { user }: TrialEvents, { endpoint }: Rig): void {
  if (step !== 'give-back' && step !== 'hide') return;
  endpoint.aim('read-state', `USER#${user}`, 'throttle', EVERY_TRY);
}

/** Aims the fault at the wire; tells whether it has happened. */
function aimAtWire({ step, fault }: Cell, events: TrialEvents, { endpoint }: Rig): () => boolean {
  const wire = WIRE[fault];
  if (!wire) return () => false;
  return endpoint.aim(step, aboutOf({ step, fault }, events), wire, timesOf({ step, fault }));
}

function timesOf({ step, fault }: Cell): number {
  if (fault === 'network cut' || fault === 'engine restarted') return 1;
  // A message whose answer was lost stays hidden for its visibility timeout each time.
  if (step === 'receive') return fault === 'network cut for good' ? 2 : 1;
  if (step !== 'delete') return EVERY_TRY;
  // The event source waits for an answer as long as the connection stands.
  return fault === 'timeout' ? 1 : EVERY_DELETE;
}

function aboutOf({ step, fault }: Cell, { user, met }: TrialEvents): string {
  if (step === 'read-secret') return '';
  if (step === 'put-body' || step === 'fetch-body') return bodyKey(met);
  if (step === 'read-state' || step === 'write-state') return `USER#${user}`;
  // A poll is nobody's until it is answered.
  const isPoll = step === 'receive' && (fault === 'throttled' || fault === 'engine restarted');
  return isPoll ? '' : met.id;
}

/** Processes that have not read the secret yet. */
async function coldIngress(rig: Rig): Promise<void> {
  const old = killIngress(rig);
  while (rig.run.ingressPids().some((pid) => old.includes(pid))) await delay(10);
}

function killIngress({ run }: Rig): number[] {
  const pids = run.ingressPids();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids;
}
