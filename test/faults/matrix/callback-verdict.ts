import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Stored, withoutVersion } from '../rig/tables.ts';
import type { CallbackFault } from './callback-faults.ts';
import type { CallbackTrial } from './callbacks.ts';
import { brokenOf } from './claim.ts';
import { eventsOf, itemsOf, keysOf } from './page.ts';
import type { Evidence } from './verdict.ts';

/** What a page's batch came to. */
export interface CallbackVerdict {
  readonly fault: CallbackFault;
  readonly user: string;
  readonly broken: readonly string[];
  readonly statuses: readonly (number | undefined)[];
}

/** Judges a page's batch by its rows, bodies, items and effects. */
export async function judgeCallbacks(
  { fault, user, statuses, happened }: CallbackTrial,
  { tables, journal }: Pick<Evidence, 'tables' | 'journal'>,
): Promise<CallbackVerdict> {
  const keys = keysOf(user);
  const rows = await Promise.all(keys.map((key) => tables.row(key)));
  const items = (await tables.items(`USER#${user}`)).map(withoutVersion);
  const { firstAccepted } = fault;
  const events = eventsOf(user);
  const broken = brokenOf([
    [happened(), 'the fault did not happen as often as it had to'],
    [statuses.at(-1) === 200, `never accepted: ${statuses.join(' ')}`],
    [
      firstAccepted === undefined || firstAccepted === (statuses[0] === 200),
      `the first answer was ${statuses[0]}`,
    ],
    [
      rows.every((row) => row?.status === 'DONE' && row.attempts === 1),
      'not every callback is done at its first attempt',
    ],
    [
      rows.every((row, n) => row === undefined || holds(row, events[n])),
      'not every callback’s body is what was relayed',
    ],
    [keys.every((key) => journal.effects.get(key) === 1), 'not every callback had one effect'],
    [
      keys.every((key) => journal.announcements.get(key) === 1),
      'not every callback was announced once',
    ],
    [!journal.effectsAfterEnd.some((key) => keys.includes(key)), 'an effect after the end'],
    [isDeepStrictEqual(items.map(withoutWait), itemsOf(user)), 'the state is not what was said'],
    [items.filter(waitsSinceNow).length === 1, 'the account does not wait for its webhook'],
  ]);
  return { fault, user, broken, statuses };
}

function withoutWait({ awaitingSince: _awaitingSince, ...item }: Stored): Stored {
  return item;
}

/** The trial is over in minutes, and the browser's time is an hour old. */
function waitsSinceNow({ awaitingSince }: Stored): boolean {
  return Math.abs(Date.now() - Date.parse(String(awaitingSince))) < 15 * 60 * 1000;
}

/** Whether a row holds this event, under its own digest. */
function holds({ body, bodySha256 }: Stored, event: object | undefined): boolean {
  const text = String(body);
  const digest = createHash('sha256').update(text).digest('hex');
  return bodySha256 === digest && isDeepStrictEqual(JSON.parse(text), event);
}
