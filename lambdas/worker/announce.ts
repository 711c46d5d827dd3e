import { putEvent } from '../clients/eventbridge.ts';
import { isCallbackKey } from '../message/event-key.ts';
import type { Outcome } from '../ledger/ledger-row.ts';
import { type Envelope, isRecord } from '../smile/envelope.ts';
import type { ThingKey } from '../state/state-item.ts';
import type { Announce, Said } from './parts.ts';

/** The `source` of every announcement, for rules on the bus. */
export const ANNOUNCEMENT_SOURCE = 'smile.events';

/** The same for callbacks of the widget: hints, which no rule for events must take for one. */
export const CALLBACK_SOURCE = 'smile.widget';

/** What an announcement tells: ids, status and time. Fields that the event lacks are absent. */
export interface AnnouncementDetail {
  readonly eventId: string;
  readonly userId?: string;
  readonly accountId?: string;
  readonly archiveId?: string;
  readonly inviteId?: string;
  readonly recordId?: string;
  readonly verificationId?: string;
  readonly taskType?: string;
  readonly status?: string;
  readonly createdAt: string;
  readonly outcome: Outcome;
}

const IDS = [
  'userId',
  'accountId',
  'archiveId',
  'inviteId',
  'recordId',
  'verificationId',
  'taskType',
] as const;

/** Announces events on an EventBridge bus, whose detail types end at 128 characters. */
export function announceOn(bus: string): Announce {
  return async (event, said, outcome, signal) => {
    const detail = detailOf(event, said, outcome);
    const source = isCallbackKey(event.id) ? CALLBACK_SOURCE : ANNOUNCEMENT_SOURCE;
    await putEvent(bus, source, event.type.slice(0, 128), detail, signal);
  };
}

/** Picks what may be told; everything else in `data` can be personal. */
export function detailOf(
  { id, createdAt, data }: Envelope,
  said: Said | undefined,
  outcome: Outcome,
): AnnouncementDetail {
  const record = isRecord(data) ? data : {};
  const session = isRecord(record.session) ? record.session : {};
  const ids = IDS.map((name) => [name, record[name] ?? session[name]] as const);
  // What Smile's server has said of the account is not what the widget says now.
  const status = isCallbackKey(id) ? undefined : statusOf(record.status, said);
  return {
    eventId: id,
    ...(said && sourceOf(said.effect.thing)),
    ...Object.fromEntries(ids.filter(([, value]) => isShortText(value))),
    ...(status === undefined ? {} : { status }),
    createdAt,
    outcome,
  };
}

/**
 * The event's own word, also when something newer is known: a late end is announced as an end, and a task
 * whose result Smile left out as one of an unknown result. What says nothing of a status has its thing's.
 */
function statusOf(status: unknown, said: Said | undefined): string | undefined {
  return [status, said && (ownStatus(said) ?? said.state.status?.value)].find(isCode);
}

function ownStatus({ effect }: Said): string | undefined {
  const isOwn =
    effect.fact === 'status' || (effect.fact === 'tasks' && effect.value.value !== 'STARTED');
  return isOwn ? effect.value.value : undefined;
}

/** Tasks name their account, archive or record `sourceId`; the thing they belong to says which it is. */
function sourceOf({ pk, sk }: ThingKey) {
  const [kind, id = ''] = (pk.startsWith('RECORD#') ? pk : sk).split(/#(.*)/s);
  const name = SOURCES[kind ?? ''];
  return name === undefined ? {} : { [name]: id };
}

const SOURCES: Readonly<Record<string, string>> = {
  ACCOUNT: 'accountId',
  ARCHIVE: 'archiveId',
  RECORD: 'recordId',
};

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(value);
}

/** Smile's ids end at 200 characters (Smile OpenAPI 1.14.0). */
function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 256;
}
