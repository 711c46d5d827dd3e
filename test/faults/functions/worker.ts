// oxlint-disable-next-line import/no-unassigned-import -- the clock must be there before anybody reads it
import './clock.ts';
import type { Context, SQSEvent } from 'aws-lambda';
import { createHandlers } from '../../../lambdas/receiver/index.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { deployedParts } from '../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../lambdas/worker/handler.ts';
import type { WorkerParts } from '../../../lambdas/worker/parts.ts';
import { DEFAULT_RETRY } from '../../../lambdas/worker/contract.ts';
import { idIn } from '../plan.ts';
import { callPartner } from './partner.ts';
import { between, inHand, point } from './points.ts';

/** The worker as deployed, with points between its steps. Its waits are seconds instead of minutes. */
const retry = { ...DEFAULT_RETRY, baseSeconds: 1, maxFaultSeconds: 5 };

const handle = between(
  'handler',
  ({ id }: { readonly id: string }, { signal }: { readonly signal: AbortSignal }) =>
    callPartner(id, signal),
);

const handlers = createHandlers()
  .on(EVENT_TYPES, handle)
  .onCallback(CALLBACKS, handle)
  .onUnknown(handle);

function withPoints(parts: WorkerParts): WorkerParts {
  const { ledger, states, bodies, deadLetters } = parts;
  const quarantine = between('quarantine', ledger.quarantine);
  const keepConflict = between('conflict', ledger.quarantine);
  return {
    ...parts,
    bodies: { ...bodies, get: between('fetch-body', bodies.get) },
    ledger: {
      ...ledger,
      begin: between('begin', ledger.begin),
      finish: between('finish', ledger.finish),
      fail: between('fail', ledger.fail),
      release: between('give-back', ledger.release),
      bury: between('bury', ledger.bury),
      quarantine: (arrival, reason) =>
        (reason === 'conflict' ? keepConflict : quarantine)(arrival, reason),
    },
    states: {
      ...states,
      read: between('read-state', states.read),
      write: between('write-state', states.write),
    },
    announce: between('announce', parts.announce),
    deadLetters: { send: between('send-dead', deadLetters.send) },
    hide: between('hide', parts.hide),
  };
}

const worker = createWorker(withPoints(deployedParts(handlers, retry)));

export async function handler(event: SQSEvent, context: Context) {
  const [record] = event.Records;
  // What is unreadable goes by its digest; a message whose body is in the bucket has but the attribute.
  inHand(idIn(record?.body ?? '') ?? record?.messageAttributes.eventId?.stringValue ?? '');
  const remainingMs = context.getRemainingTimeInMillis();
  await point('after', 'receive');
  // Lambda's runtime compares the deadline with the same clock that has jumped, or jumps later.
  const deadline = Date.now() + remainingMs;
  const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  const answer = await worker(event, { ...context, getRemainingTimeInMillis });
  await point('before', 'delete');
  return answer;
}
