import { buildEvent } from '../../testing/builders/build-event.ts';
import { check, checkEqual } from '../check.ts';
import type { Scenario } from '../scenario.ts';
import type { Trial } from '../trial.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const AROUND = [-1, 0, 1] as const;

/** Bodies up to here must pass: the documented limit (README, Deploy). */
const SURELY_TAKEN = 4_500_000;
/** A Lambda event ends at 6 MiB, and base64 makes a body a third larger: nothing else fits then. */
const SURELY_REFUSED = (6 * MIB * 3) / 4;

interface Sized {
  readonly id: string;
  readonly userId: string;
  readonly body: Buffer;
}

/** An event of exactly this many bytes. */
function eventOfSize(trial: Trial, size: number): Sized {
  const account = trial.newAccount();
  const event = buildEvent('ACCOUNT_CONNECTED', { data: account, padding: '' });
  const bare = Buffer.byteLength(JSON.stringify(event));
  const body = Buffer.from(JSON.stringify({ ...event, padding: 'x'.repeat(size - bare) }));
  return { id: event.id, userId: account.userId, body };
}

/** Sends an event of this size; what is taken must be handled whole, what is not must leave nothing. */
async function sendOfSize(trial: Trial, size: number): Promise<'taken' | 'refused'> {
  const { id, userId, body } = eventOfSize(trial, size);
  const { status } = await trial.post(body);
  if (status === 200) {
    await trial.handled(id, body);
    return 'taken';
  }
  checkEqual(`The answer to ${size} bytes`, status, 413);
  await trial.settled(userId);
  await trial.noTrace(id, body);
  return 'refused';
}

function cliff(id: string, size: number, wanted: 'taken' | 'refused'): Scenario {
  const what = wanted === 'taken' ? 'handled whole' : 'refused with 413, and leave nothing';
  return {
    id,
    sentence: `bodies of ${size} bytes, one less and one more, are ${what}`,
    async run(trial) {
      for (const more of AROUND) {
        const seen = await sendOfSize(trial, size + more);
        checkEqual(`An event of ${size + more} bytes`, seen, wanted);
      }
    },
  };
}

/** Only the answer is looked at here: around the limit, all is. */
async function isTaken(trial: Trial, size: number): Promise<boolean> {
  const { status } = await trial.post(eventOfSize(trial, size).body);
  check(status === 200 || status === 413, `The answer to ${size} bytes is ${status}.`);
  return status === 200;
}

/** The largest body that is taken, in bytes: what else a Lambda event holds is one or two KiB. */
async function findLimit(trial: Trial): Promise<number> {
  let [taken, refused] = [SURELY_REFUSED - KIB, SURELY_REFUSED];
  for (let step = KIB; taken > SURELY_TAKEN && !(await isTaken(trial, taken)); step *= 2) {
    refused = taken;
    taken = Math.max(SURELY_TAKEN, refused - step);
  }
  while (refused - taken > 1) {
    const middle = Math.floor((taken + refused) / 2);
    if (await isTaken(trial, middle)) taken = middle;
    else refused = middle;
  }
  return taken;
}

export const sizes: readonly Scenario[] = [
  // Where rows end and objects begin (docs/architecture.md, The queue message).
  cliff('body-3-kib', 3 * KIB, 'taken'),
  cliff('body-1-mib', MIB, 'taken'),
  {
    id: 'body-base64-limit',
    sentence: 'up to the limit of a Lambda event bodies are handled whole, and above it refused',
    async run(trial) {
      checkEqual('4.5 MB', await sendOfSize(trial, SURELY_TAKEN), 'taken');
      checkEqual('6 MiB as base64', await sendOfSize(trial, SURELY_REFUSED), 'refused');
      const limit = await findLimit(trial);
      const seen = [];
      for (const more of AROUND) seen.push(await sendOfSize(trial, limit + more));
      checkEqual(`Around ${limit} bytes it`, seen, ['taken', 'taken', 'refused']);
    },
  },
  cliff('body-6-mib', 6 * MIB, 'refused'),
  cliff('body-10-mib', 10 * MIB, 'refused'),
];
