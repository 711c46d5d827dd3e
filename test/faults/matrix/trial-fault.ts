import type { Plan } from '../plan.ts';
import type { WireFault } from '../rig/aims.ts';
import type { Rig } from '../rig/rig.ts';
import { aimAt, EVERY_TRY } from './aim-at.ts';
import type { Cell, Fault } from './cells.ts';
import { bodyKey, type TrialEvents } from './trial-events.ts';

/** The event source's own client tries six times. */
const EVERY_DELETE = 6;
const HOURS = 3600;

const WIRE: Partial<Record<Fault, WireFault>> = {
  timeout: 'hang',
  throttled: 'throttle',
  'network cut': 'cut',
  'network cut for good': 'cut',
  'engine restarted': 'restart',
};

/** What is done to the wire in this cell; undefined: the functions do it to themselves. */
function wireOf({ step, fault }: Cell): WireFault | undefined {
  const hangsItself = step === 'handler' && fault === 'timeout';
  return hangsItself || step === 'answer' ? undefined : WIRE[fault];
}

/** What the functions do to themselves in this cell; undefined: the fault is on the wire alone. */
export function planOf({ step, fault }: Cell): Plan | undefined {
  const isReceive = step === 'receive';
  const plan = { when: isReceive ? 'after' : 'before', step, seconds: 0 } as const;
  if (fault === 'crash before') return { ...plan, deed: 'crash' };
  if (fault === 'crash after' && step !== 'answer')
    return { ...plan, deed: 'crash', when: 'after' };
  if (fault === 'clock back') return { ...plan, deed: 'clock', seconds: -3 * HOURS };
  if (fault === 'clock ahead') return { ...plan, deed: 'clock', seconds: 3 * HOURS };
  // Marks that it is the second reading; and the next one is three seconds away instead of thirty.
  if (step === 'refresh-secret') return { ...plan, deed: 'clock', seconds: -27 };
  const hangs = fault === 'timeout' && (step === 'handler' || step === 'answer');
  return hangs ? { ...plan, deed: 'hang' } : undefined;
}

/** What is to be given back, hidden or written down as failed, has to fail first. */
export function failFirst({ step }: Cell, { user, met }: TrialEvents, { endpoint }: Rig): void {
  if (step === 'fail') endpoint.aim('handler', met.id, 'throttle');
  if (step !== 'give-back' && step !== 'hide') return;
  endpoint.aim('read-state', `USER#${user}`, 'throttle', EVERY_TRY);
}

/** Aims the fault, if it is on the wire; tells whether it has happened, there and in the functions. */
export function aimFault(cell: Cell, events: TrialEvents, rig: Rig): () => boolean {
  const isPlanned = planOf(cell) !== undefined;
  const isCarriedOut = () => rig.hasHappened(events.met.id);
  const fault = wireOf(cell);
  if (fault === undefined) return isPlanned ? isCarriedOut : () => false;
  // Both readings of the secret are the same call.
  const step = cell.step === 'refresh-secret' ? 'read-secret' : cell.step;
  const aim = { fault, times: timesOf(cell), least: leastOf(cell) };
  const isHit = aimAt({ step, about: aboutOf(cell, events) }, aim, rig);
  return isPlanned ? () => isHit() && isCarriedOut() : isHit;
}

function timesOf({ step, fault }: Cell): number {
  if (fault === 'network cut' || fault === 'engine restarted') return 1;
  // A message whose answer was lost stays hidden for its visibility timeout each time.
  if (step === 'receive') return fault === 'network cut for good' ? 2 : 1;
  if (step !== 'delete') return EVERY_TRY;
  // The event source waits for an answer as long as the connection stands.
  return fault === 'timeout' ? 1 : EVERY_DELETE;
}

/** The caller's own time may be over before its last try; to hide a message is what it does at the end of it. */
function leastOf(cell: Cell): number {
  if (cell.fault !== 'timeout') return timesOf(cell);
  return cell.step === 'hide' ? 1 : Math.min(2, timesOf(cell));
}

function aboutOf({ step, fault }: Cell, { user, met }: TrialEvents): string {
  if (step === 'read-secret' || step === 'refresh-secret') return '';
  if (step === 'put-body' || step === 'fetch-body') return bodyKey(met);
  if (step === 'read-state' || step === 'write-state') return `USER#${user}`;
  // A poll is nobody's until it is answered.
  const isPoll = step === 'receive' && (fault === 'throttled' || fault === 'engine restarted');
  if (isPoll) return '';
  // The ledger names its row, the queue its message.
  return step === 'quarantine' || step === 'conflict' ? met.key : met.id;
}
