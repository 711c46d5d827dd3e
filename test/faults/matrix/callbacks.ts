import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { WireFault } from '../rig/endpoint.ts';
import type { Rig } from '../rig/rig.ts';
import { withoutVersion } from '../rig/tables.ts';
import type { Fault } from './cells.ts';

/** What is done to the one call of `POST /callbacks`: SendMessageBatch. */
export const CALLBACK_FAULTS: readonly (readonly [
  fault: Fault | 'taken in part',
  wire: WireFault,
  times: number,
  firstAccepted: boolean | undefined,
])[] = [
  ['crash before', 'die-before', 1, false],
  ['crash after', 'die-after', 1, false],
  ['timeout', 'hang', 3, false],
  ['throttled', 'throttle', 3, false],
  ['network cut', 'cut', 1, true],
  ['network cut for good', 'cut', 3, false],
  ['engine restarted', 'restart', 1, undefined],
  ['taken in part', 'part', 1, false],
];

/** What a page's batch came to. */
export interface CallbackVerdict {
  readonly fault: Fault | 'taken in part';
  readonly broken: readonly string[];
  readonly statuses: readonly (number | undefined)[];
}

const MOST_POSTINGS = 12;
const AT = '2026-11-24T08:00:0';

/** Tries every fault of the callbacks' one call, one after the other. */
export async function tryCallbacks(rig: Rig): Promise<CallbackVerdict[]> {
  const verdicts: CallbackVerdict[] = [];
  for (const [fault, wire, times, firstAccepted] of CALLBACK_FAULTS) {
    const user = `page-${fault.replaceAll(' ', '-')}`;
    const ids = ['c1', 'c2', 'c3'].map((id) => `widget:${user}:${id}`);
    const happened = rig.endpoint.aim('send-callbacks', ids[0] as string, wire, times);
    const statuses = await relay(rig, user);
    const rows = await rowsWhenDone(ids, rig);
    const items = (await rig.tables.items(`USER#${user}`)).map(withoutVersion);
    const claims: [boolean, string][] = [
      [happened(), 'the fault did not happen'],
      [statuses.at(-1) === 200, `never accepted: ${statuses.join(' ')}`],
      [
        firstAccepted === undefined || firstAccepted === (statuses[0] === 200),
        `the first answer was ${statuses[0]}`,
      ],
      [
        rows.every((row) => row?.status === 'DONE' && row.attempts === 1),
        'not every callback is done at its first attempt',
      ],
      [ids.every((id) => rig.journal.effects.get(id) === 1), 'not every callback had one effect'],
      [isDeepStrictEqual(items, itemsOf(user)), 'the state is not what was said'],
    ];
    const broken = claims.filter(([holds]) => !holds).map(([, what]) => what);
    verdicts.push({ fault, broken, statuses });
  }
  return verdicts;
}

/** Plays the page: the same callbacks, with the same ids, until the API says that all are stored. */
async function relay({ run }: Rig, user: string): Promise<(number | undefined)[]> {
  const { token: session } = await run.createSession(user);
  const data = { accountId: 'a', providerId: 'p' };
  const callbacks = [
    { id: 'c1', name: 'onAccountCreated', at: `${AT}1.000Z`, data },
    { id: 'c2', name: 'onAccountConnected', at: `${AT}2.000Z`, data },
    { id: 'c3', name: 'onClose', at: `${AT}3.000Z`, data: { reason: 'close' } },
  ];
  const body = JSON.stringify({ session, callbacks });
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

async function rowsWhenDone(ids: readonly string[], { tables }: Rig) {
  for (const start = performance.now(); ; await delay(200)) {
    const rows = await Promise.all(ids.map((id) => tables.row(id)));
    const isOver = performance.now() - start > 60_000;
    if (isOver || rows.every((row) => row?.status === 'DONE')) return rows;
  }
}

/** What the three callbacks say (docs/architecture.md, State): each name its latest, on its thing. */
function itemsOf(user: string) {
  const pk = `USER#${user}`;
  const said = (id: string, second: number, value: object) => ({
    ...value,
    asOf: `${AT}${second}.000Z`,
    rank: 0,
    eventId: `widget:${user}:${id}`,
  });
  return [
    {
      pk,
      sk: 'ACCOUNT#a',
      widget: {
        onAccountCreated: said('c1', 1, { providerId: 'p' }),
        onAccountConnected: said('c2', 2, { providerId: 'p' }),
      },
      awaiting: 'WEBHOOK',
      awaitingSince: `${AT}2.000Z`,
    },
    { pk, sk: 'WIDGET', widget: { onClose: said('c3', 3, { reason: 'close' }) } },
  ];
}
