import type { SmileWireEvent, WireData } from '../testing/builders/build-event.ts';
import type { EventType } from '../lambdas/smile/events.ts';

/** What an event leaves in the state: one fact of one thing (docs/architecture.md, State). */
export interface Fact {
  /** The thing's partition: `USER#<id>`, `RECORD#<id>` or `VERIFICATION#<id>`. */
  readonly pk: string;
  readonly sk: string;
  /** Where in the item it stands: `status`, or a section and a name, as in `tasks`, `LINK_ACCOUNT`. */
  readonly path: readonly string[];
  /** All that it says, beside its stamp. */
  readonly value: object;
}

/** The fact of an event as it is built, without changes. */
export function factOf<T extends EventType>({ type, data }: SmileWireEvent<T>): Fact {
  return FACTS[type](data);
}

/** Ids and codes of `data`, and of the session in it, by which other systems decide. */
const TOLD: ReadonlySet<string> = new Set([
  'userId',
  'accountId',
  'archiveId',
  'inviteId',
  'recordId',
  'verificationId',
  'identityId',
  'ratingId',
  'sourceId',
  'sourceType',
  'taskType',
  'errorCode',
  'resultCode',
  'monitorStatus',
  'channel',
  'datapoints',
  'count',
  'updatedIds',
]);

/**
 * What is announced of an event as it is built (docs/architecture.md, Announcements): what it names of these,
 * what became of it, and how its thing stands now.
 */
export function toldOf(event: SmileWireEvent): object {
  const { id, type, createdAt } = event;
  const { sk, path, value } = factOf(event);
  const [section = ''] = path;
  const data = event.data as Readonly<Record<string, unknown>>;
  const { session, ...fields } = data;
  const named = Object.entries({ ...(session as object | null), ...fields }).filter(
    ([name, told]) => TOLD.has(name) && told !== null,
  );
  const { value: word } = value as { readonly value: string };
  const { status = section === 'status' ? word : undefined } = data;
  return {
    eventId: id,
    createdAt,
    outcome: 'APPLIED',
    ...Object.fromEntries(named),
    ...(section === 'tasks' ? { accountId: sk.replace('ACCOUNT#', '') } : {}),
    ...(type === 'INSIGHT_ADDED' ? { insightId: data.id } : {}),
    ...(type === 'LINK_ADDED' ? { linkId: data.id } : {}),
    ...(status === undefined ? {} : { status }),
  };
}

/** The kit has its own list, so that a fault in the receiver's is not repeated by what judges it. */
const FACTS: { readonly [T in EventType]: (data: WireData<T>) => Fact } = {
  USER_CREATED: ({ userId }) => ofUser(userId, 'PROFILE', { value: 'CREATED' }),

  ACCOUNT_CREATED: (data) => ofAccount(data, 'CREATED'),
  ACCOUNT_CONNECTED: (data) => ofAccount(data, 'CONNECTED'),
  ACCOUNT_DISCONNECTED: (data) => ofAccount(data, 'DISCONNECTED'),
  ACCOUNT_FAILED: (data) => ofAccount(data, 'FAILED', { errorCode: data.errorCode }),

  TASK_STARTED: (data) => ofTask(data, data.taskType, { value: 'STARTED' }),
  TASK_FINISHED: (data) =>
    ofTask(data, data.taskType, { value: 'SUCCEEDED', dataPoints: data.datapoints }),
  ACCOUNT_SYNC_TASK_FINISHED: (data) =>
    ofTask(data, 'ACCOUNT_SYNC', {
      value: 'SUCCEEDED',
      dataPoints: data.datapoints,
      monitorStatus: data.monitorStatus,
    }),

  ARCHIVE_STARTED: (data) => ofArchive(data, { value: 'STARTED' }),
  ARCHIVE_ANALYZED: (data) => ofArchive(data, { value: 'ANALYZED' }),
  ARCHIVE_REVOKED: (data) => ofArchive(data, { value: 'REVOKED' }),
  ARCHIVE_FAILED: (data) => ofArchive(data, { value: 'FAILED', errorCode: data.errorCode }),

  INVITE_INVITED: (data) => ofInvite(data, 'INVITED'),
  INVITE_LINKED: (data) => ofInvite(data, 'LINKED'),

  IDENTITY_ADDED: (data) => added(data, 'IDENTITIES', { objectId: data.identityId }),
  RATING_ADDED: (data) => added(data, 'RATINGS', { objectId: data.ratingId }),
  INSIGHT_ADDED: (data) => added(data, 'INSIGHTS', { objectId: data.id }),
  LINK_ADDED: (data) => added(data, 'LINK', { objectId: data.id }),
  TRANSACTIONS_ADDED: (data) => added(data, 'TRANSACTIONS', { count: data.count }),
  DOCUMENTS_ADDED: (data) => added(data, 'DOCUMENTS', { count: data.count }),
  EMPLOYMENTS_ADDED: (data) => added(data, 'EMPLOYMENTS', { count: data.count }),
  INCOMES_ADDED: (data) => added(data, 'INCOMES', { count: data.count }),
  CONTRIBUTIONS_ADDED: (data) => added(data, 'CONTRIBUTIONS', { count: data.count }),
  EINCOMES_ADDED: (data) => added(data, 'EINCOMES', { count: data.count }),
  LIABILITIES_ADDED: (data) => added(data, 'LIABILITIES', { count: data.count }),

  DOCUMENTS_UPDATED: (data) => updated(data, 'DOCUMENTS'),
  EMPLOYMENTS_UPDATED: (data) => updated(data, 'EMPLOYMENTS'),
  LIABILITIES_UPDATED: (data) => updated(data, 'LIABILITIES'),
  INCOMES_UPDATED: (data) => updated(data, 'INCOMES', periodOf(data)),
  CONTRIBUTIONS_UPDATED: (data) => updated(data, 'CONTRIBUTIONS', periodOf(data)),
  EINCOMES_UPDATED: (data) => updated(data, 'EINCOMES', periodOf(data)),

  VERIFICATION_STARTED: (data) => ofVerification(data, { value: 'STARTED' }),
  VERIFICATION_COMPLETED: (data) =>
    ofVerification(data, { value: 'COMPLETED', resultCode: data.resultCode }),

  RECORD_CREATED: (data) => ofRecord(data, { value: 'CREATED' }),
  RECORD_COMPLETED: (data) => ofRecord(data, { value: data.status, resultCode: data.resultCode }),

  USER_SESSION_COMPLETED: (data) => ofSession(data, 'COMPLETED'),
  USER_SESSION_RESET: (data) => ofSession(data, 'RESET'),
};

type AccountData = WireData<'ACCOUNT_CREATED'>;
type TaskData = Pick<WireData<'TASK_STARTED'>, 'userId' | 'sourceId'>;
type UpdateData = WireData<'DOCUMENTS_ADDED'> & { readonly updatedAt: string };

function ofUser(userId: string, sk: string, value: object, path = ['status']): Fact {
  return { pk: `USER#${userId}`, sk, path, value };
}

function ofAccount({ userId, accountId, providers }: AccountData, value: string, more = {}): Fact {
  return ofUser(userId, `ACCOUNT#${accountId}`, { value, providers, ...more });
}

function ofTask({ userId, sourceId }: TaskData, name: string, value: object): Fact {
  return ofUser(userId, `ACCOUNT#${sourceId}`, value, ['tasks', name]);
}

function ofArchive({ userId, archiveId }: WireData<'ARCHIVE_STARTED'>, value: object): Fact {
  return ofUser(userId, `ARCHIVE#${archiveId}`, value);
}

function ofInvite({ userId, inviteId }: WireData<'INVITE_INVITED'>, value: string): Fact {
  return ofUser(userId, `INVITE#${inviteId}`, { value });
}

function ofSession({ session }: WireData<'USER_SESSION_RESET'>, value: string): Fact {
  const { userId, channel, channelId } = session;
  return ofUser(userId, 'SESSION', { value, channel, channelId });
}

function added({ userId, accountId }: AccountData, name: string, what: object): Fact {
  const value = { value: 'ADDED', ...what };
  return ofUser(userId, `ACCOUNT#${accountId}`, value, ['dataPoints', name]);
}

function updated(data: UpdateData, name: string, period = {}): Fact {
  const { userId, accountId, count, updatedAt } = data;
  const value = { value: 'UPDATED', count, updatedAt, ...period };
  return ofUser(userId, `ACCOUNT#${accountId}`, value, ['dataPoints', name]);
}

function periodOf({ updatedFrom, updatedTo }: WireData<'INCOMES_UPDATED'>) {
  return { updatedFrom, updatedTo };
}

function ofVerification({ verificationId }: WireData<'VERIFICATION_STARTED'>, value: object): Fact {
  const pk = `VERIFICATION#${verificationId}`;
  return { pk, sk: 'VERIFICATION', path: ['status'], value };
}

function ofRecord({ recordId, recordType }: WireData<'RECORD_CREATED'>, value: object): Fact {
  return {
    pk: `RECORD#${recordId}`,
    sk: 'RECORD',
    path: ['status'],
    value: { ...value, recordType },
  };
}
