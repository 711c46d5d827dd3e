import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, SQSEvent } from 'aws-lambda';
import { required } from '../../../../lambdas/aws/environment.ts';
import { createHandlers } from '../../../../lambdas/receiver/index.ts';
import { EVENT_TYPES } from '../../../../lambdas/smile/events.ts';
import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';
import type { WorkerParts } from '../../../../lambdas/worker/parts.ts';
import { DEFAULT_RETRY } from '../../../../lambdas/worker/contract.ts';

/**
 * The worker as deployed, which kills itself once for each event at the point that the event's own
 * field `crashAt` names. A child handles one message at a time, so the plan is the process's.
 */
let plan: { readonly eventId: string; readonly crashAt: string } | undefined;

const marks = required('CRASH_MARKS');

function crash(point: string): void {
  if (plan?.crashAt !== point) return;
  const mark = join(marks, `${plan.eventId}-${point}`);
  if (existsSync(mark)) return;
  writeFileSync(mark, '');
  process.kill(process.pid, 'SIGKILL');
}

/** A call with a point of death before it and one behind it. */
function between<Args extends unknown[], Result>(
  step: string,
  call: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    crash(`before-${step}`);
    const result = await call(...args);
    crash(`after-${step}`);
    return result;
  };
}

function crashing(parts: WorkerParts): WorkerParts {
  const { ledger, states } = parts;
  return {
    ...parts,
    ledger: {
      ...ledger,
      begin: between('begin', ledger.begin),
      finish: between('finish', ledger.finish),
    },
    states: {
      ...states,
      read: between('read', states.read),
      write: between('write', states.write),
    },
    announce: between('announce', parts.announce),
  };
}

/** Handlers that leave a line for every run, between their own two points of death. */
const handlers = createHandlers().on(
  EVENT_TYPES,
  between('handler', async ({ id }: { id: string }) => {
    process.stdout.write(`${JSON.stringify({ handled: id })}\n`);
  }),
);

const worker = createWorker(
  crashing(deployedParts(handlers, { ...DEFAULT_RETRY, baseSeconds: 1 })),
);

export async function handler(event: SQSEvent, context: Context) {
  const { id, crashAt } = JSON.parse(event.Records[0]?.body ?? '{}') as Record<string, string>;
  plan = { eventId: id ?? '', crashAt: crashAt ?? '' };
  crash('before-worker');
  const answer = await worker(event, context);
  crash('after-worker');
  return answer;
}
