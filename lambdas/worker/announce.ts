import { putEvent } from '../aws/eventbridge.ts';
import { isCallbackKey } from '../message/event-key.ts';
import type { Outcome } from '../ledger/ledger-row.ts';
import { isCode, isWordId } from '../smile/code.ts';
import { type Envelope, idIn, isRecord } from '../smile/envelope.ts';
import { defined, type Fact } from '../state/fact.ts';
import type { StateItem, ThingKey } from '../state/state-item.ts';
import { ANNOUNCEMENT_SOURCE, CALLBACK_SOURCE } from './contract.ts';

/** What an event of a known type says, and the item that holds it, or something newer. */
export interface Said {
  readonly fact: Fact;
  readonly state: StateItem;
}

/** An entry for the bus. */
export interface Announcement {
  readonly source: typeof ANNOUNCEMENT_SOURCE | typeof CALLBACK_SOURCE;
  readonly detailType: string;
  readonly detail: AnnouncementDetail;
}

/** Tells other systems about an event: ids, codes and times, nothing personal. */
export type Announce = (announcement: Announcement, signal: AbortSignal) => Promise<void>;

/** What an announcement tells: all ids and codes that decide what to do. What the event lacks is absent. */
export interface AnnouncementDetail {
  readonly eventId: string;
  readonly userId?: string;
  readonly accountId?: string;
  readonly archiveId?: string;
  readonly inviteId?: string;
  readonly recordId?: string;
  readonly verificationId?: string;
  readonly identityId?: string;
  readonly ratingId?: string;
  readonly insightId?: string;
  readonly linkId?: string;
  readonly sourceId?: string;
  readonly sourceType?: string;
  readonly taskType?: string;
  readonly status?: string;
  readonly errorCode?: string;
  readonly resultCode?: string;
  readonly monitorStatus?: string;
  readonly channel?: string;
  readonly reason?: string;
  readonly datapoints?: readonly string[];
  readonly count?: number;
  readonly updatedIds?: readonly string[];
  readonly createdAt?: string;
  readonly outcome: Outcome;
}

const IDS = [
  'userId',
  'accountId',
  'archiveId',
  'inviteId',
  'recordId',
  'verificationId',
  'sourceId',
] as const;

/** Ids of what the event brought; its own ids tell where to look without them. */
const OBJECT_IDS = ['identityId', 'ratingId'] as const;

const CODES = [
  'sourceType',
  'taskType',
  'errorCode',
  'resultCode',
  'monitorStatus',
  'channel',
  'reason',
] as const;

/** The `data.id` of these types is that of the object which was added. */
const OWN_IDS: Readonly<Record<string, 'insightId' | 'linkId'>> = {
  INSIGHT_ADDED: 'insightId',
  LINK_ADDED: 'linkId',
};

/** Announces events on an EventBridge bus. */
export function announceOn(bus: string): Announce {
  return async ({ source, detailType, detail }, signal) =>
    await putEvent(bus, source, detailType, detail, signal);
}

/** The announcement of an event. A type of Smile's future can be any text; EventBridge takes 128 characters. */
export function announcementOf(
  event: Envelope,
  said: Said | undefined,
  outcome: Outcome,
): Announcement {
  return {
    source: isCallbackKey(event.id) ? CALLBACK_SOURCE : ANNOUNCEMENT_SOURCE,
    detailType: event.type.slice(0, 128).toWellFormed(),
    detail: detailOf(event, said, outcome),
  };
}

/** Picks what may be told; everything else in `data` can be personal. */
export function detailOf(
  { id, type, createdAt, data }: Envelope,
  said: Said | undefined,
  outcome: Outcome,
): AnnouncementDetail {
  const record = isRecord(data) ? data : {};
  const session = isRecord(record.session) ? record.session : {};
  const fieldOf = (name: string) => record[name] ?? session[name];
  const ids = IDS.map((name) => [name, shortId(fieldOf(name))] as const);
  const codes = CODES.map((name) => [name, only(isCode, fieldOf(name))] as const);
  const objectIds = OBJECT_IDS.map((name) => [name, only(isWordId, idIn(record[name]))] as const);
  const ownId = OWN_IDS[type];
  return defined<AnnouncementDetail>({
    eventId: id,
    ...(said && sourceOf(said.fact.thing)),
    // What is not there must not hide what the thing says of itself.
    ...defined(Object.fromEntries([...ids, ...objectIds, ...codes])),
    ...(ownId === undefined ? {} : { [ownId]: only(isWordId, idIn(record.id)) }),
    // What Smile's server has said of the account is not what the widget says now.
    status: isCallbackKey(id) ? undefined : statusOf(record.status, said),
    datapoints: listOf(record.datapoints, isCode),
    count: only(isCount, record.count),
    updatedIds: listOf(record.updatedIds, isWordId),
    createdAt: only(isShort, createdAt),
    outcome,
  });
}

/**
 * The event's own word, also when something newer is known: a late end is announced as an end, and a task
 * whose result Smile left out as one of an unknown result. What says nothing of a status has its thing's.
 */
function statusOf(status: unknown, said: Said | undefined): string | undefined {
  return [status, said && (ownStatus(said) ?? said.state.status?.value)].find(isCode);
}

function ownStatus({ fact }: Said): string | undefined {
  const isOwn =
    fact.section === 'status' || (fact.section === 'tasks' && fact.value.value !== 'STARTED');
  return isOwn ? fact.value.value : undefined;
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

/** An entry of the bus ends at 256 KB; so many ids of 256 characters stay well below. */
const MAX_ENTRIES = 100;

/** A list is told whole or not at all: with some ids missing it would say that the others are all. */
function listOf(
  value: unknown,
  isEntry: (entry: unknown) => entry is string,
): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ENTRIES) return undefined;
  return value.every(isEntry) ? value : undefined;
}

function shortId(value: unknown): string | undefined {
  return only(isShort, idIn(value));
}

/** Smile's ids end at 200 characters (Smile OpenAPI 1.14.0). */
function isShort(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 256 && value.isWellFormed();
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function only<T>(isKind: (value: unknown) => value is T, value: unknown): T | undefined {
  return isKind(value) ? value : undefined;
}
