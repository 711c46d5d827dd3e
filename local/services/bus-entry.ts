import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../aws.ts';

/** An entry of PutEvents as it was sent. */
export type BusEntry = Readonly<Record<string, unknown>>;

/** An entry that the bus took. */
export interface Announcement {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources: readonly string[];
}

/** Why a bus refuses an entry, in the words of PutEvents' answer. */
export interface EntryFault {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export type JudgedEntry =
  | { readonly announcement: Announcement; readonly fault?: undefined }
  | { readonly fault: EntryFault };

/** Judges one entry as EventBridge does (API reference, PutEventsRequestEntry). */
export function judgeEntry(entry: BusEntry, bus: string): JudgedEntry {
  const { Source, DetailType, Detail, Resources, Time, EventBusName = 'default' } = entry;
  if (!isText(Source)) return invalid('Source');
  if (!isText(DetailType)) return invalid('DetailType');
  if (!isText(Detail)) return invalid('Detail');
  if (Source.startsWith('aws.')) {
    return refused(
      'NotAuthorizedForSourceException',
      'Sources that start with aws. are AWS’s own.',
    );
  }
  if (
    EventBusName !== bus &&
    EventBusName !== `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${bus}`
  ) {
    return refused(
      'ResourceNotFoundException',
      `Event bus ${String(EventBusName)} does not exist.`,
    );
  }
  const detail = parseObject(Detail);
  if (!detail) return refused('MalformedDetail', 'Detail is malformed.');
  return {
    announcement: {
      id: randomUUID(),
      time: new Date(typeof Time === 'number' ? Time * 1000 : Date.now()).toISOString(),
      source: Source,
      detailType: DetailType,
      detail,
      resources: Array.isArray(Resources) ? Resources.map(String) : [],
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function invalid(field: string): JudgedEntry {
  const reason = `Parameter ${field} is not valid. Reason: ${field} is a required argument.`;
  return refused('InvalidArgument', reason);
}

function refused(ErrorCode: string, ErrorMessage: string): JudgedEntry {
  return { fault: { ErrorCode, ErrorMessage } };
}
