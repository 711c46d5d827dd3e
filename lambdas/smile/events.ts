import * as z from 'zod/mini';
import type { Envelope } from './envelope.ts';
import { parseData } from './parse-data.ts';
import { account, accountConnected, accountFailed } from './schemas/account.ts';
import { archive, archiveFailed } from './schemas/archive.ts';
import {
  identityAdded,
  insightAdded,
  itemsAdded,
  linkAdded,
  ratingAdded,
} from './schemas/data-added.ts';
import { itemsUpdated, periodUpdated } from './schemas/data-updated.ts';
import { count } from './schemas/field.ts';
import { invite } from './schemas/invite.ts';
import { recordCompleted, recordCreated } from './schemas/record.ts';
import { accountSyncTaskFinished, taskFinished, taskStarted } from './schemas/task.ts';
import { userCreated, userSessionCompleted, userSessionReset } from './schemas/user.ts';
import { verificationCompleted, verificationStarted } from './schemas/verification.ts';

/** Every type that Smile delivers, and what its `data` is (Smile OpenAPI 1.14.0). */
export const eventSchemas = {
  USER_CREATED: userCreated,
  ACCOUNT_CREATED: account,
  ACCOUNT_CONNECTED: accountConnected,
  ACCOUNT_DISCONNECTED: account,
  ACCOUNT_FAILED: accountFailed,
  TASK_STARTED: taskStarted,
  TASK_FINISHED: taskFinished,
  ACCOUNT_SYNC_TASK_FINISHED: accountSyncTaskFinished,
  ARCHIVE_STARTED: archive,
  ARCHIVE_ANALYZED: archive,
  ARCHIVE_REVOKED: archive,
  ARCHIVE_FAILED: archiveFailed,
  INVITE_INVITED: invite,
  INVITE_LINKED: invite,
  IDENTITY_ADDED: identityAdded,
  RATING_ADDED: ratingAdded,
  TRANSACTIONS_ADDED: itemsAdded,
  DOCUMENTS_ADDED: itemsAdded,
  DOCUMENTS_UPDATED: itemsUpdated,
  EMPLOYMENTS_ADDED: itemsAdded,
  EMPLOYMENTS_UPDATED: itemsUpdated,
  INCOMES_ADDED: itemsAdded,
  INCOMES_UPDATED: periodUpdated,
  CONTRIBUTIONS_ADDED: itemsAdded,
  CONTRIBUTIONS_UPDATED: periodUpdated,
  EINCOMES_ADDED: itemsAdded,
  EINCOMES_UPDATED: periodUpdated,
  LIABILITIES_ADDED: itemsAdded,
  LIABILITIES_UPDATED: itemsUpdated,
  INSIGHT_ADDED: insightAdded,
  LINK_ADDED: linkAdded,
  VERIFICATION_STARTED: verificationStarted,
  VERIFICATION_COMPLETED: verificationCompleted,
  RECORD_CREATED: recordCreated,
  RECORD_COMPLETED: recordCompleted,
  USER_SESSION_COMPLETED: userSessionCompleted,
  USER_SESSION_RESET: userSessionReset,
} satisfies Record<string, z.ZodMiniType>;

/** The types whose `data` is known here. Smile may send others at any time. */
export type EventType = keyof typeof eventSchemas;

/** All of them, in the order of Smile's list. */
export const EVENT_TYPES: readonly EventType[] = Object.freeze(
  Object.keys(eventSchemas).filter(isEventType),
);

/** What arrives as `data` of type `T`: see the schema for the forms that it evens out. */
export type EventData<T extends EventType> = z.output<(typeof eventSchemas)[T]>;

interface EventOf<T extends EventType> {
  /** Opaque, the same in every delivery of one event. */
  readonly id: string;
  readonly type: T;
  /** When it happened: ISO 8601, in practice `YYYY-MM-DDTHH:mm:ssZ`. Absent when Smile wrote none that can be read. */
  readonly createdAt?: string | undefined;
  /** Major version of the event's schema; 1 so far (Smile OpenAPI 1.14.0). */
  readonly version?: number | undefined;
  readonly data: EventData<T>;
  readonly [field: string]: unknown;
}

/** An event of a known type; without `T` the union of all, to be told apart by `type`. */
export type SmileEvent<T extends EventType = EventType> = { [K in T]: EventOf<K> }[T];

/** An event whose type is not among `EVENT_TYPES`: only its envelope is understood. */
export type UnknownEvent = Envelope;

/** Whether this type's `data` is known here. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventSchemas, type);
}

const shell = z.looseObject({ version: count });

/**
 * Reads an event of a known type. Missing, null and mistyped fields arrive as undefined and lists as
 * empty lists; unknown fields pass. Only the ids that the type is about can reject it.
 *
 * @throws EventSchemaError naming the ids that are missing
 * @throws TypeError for a type that `isEventType` does not know
 */
export function parseEvent(envelope: Envelope): SmileEvent {
  const { type } = envelope;
  if (!isEventType(type)) {
    throw new TypeError('parseEvent reads known types only: ask isEventType first.');
  }
  const data = parseData(eventSchemas[type], type, envelope.data);
  return { ...z.parse(shell, envelope), data } as SmileEvent;
}
