type Data = Readonly<Record<string, unknown>>;

/** What a type says: of which thing, which fact, at which place in its life, and what. */
export interface Saying {
  readonly thing: readonly [pk: string, sk: string];
  readonly section: 'status' | 'tasks' | 'dataPoints';
  readonly name: string;
  readonly rank: number;
  readonly value: Data;
  readonly ends: boolean;
  /** It says that something happened, and not how a thing is: that is news whenever it comes. */
  readonly happened: boolean;
  /** The item of its user that only says that there is such a thing. */
  readonly reference?: readonly [pk: string, sk: string];
}

/** Members of `data` that a fact keeps, as they were sent; null and absent are the same. */
function kept(data: Data, ...names: readonly string[]): Data {
  return Object.fromEntries(
    names
      .map((name) => [name, data[name]])
      .filter(([, value]) => (value ?? undefined) !== undefined),
  );
}

const STATUSES: Readonly<Record<string, readonly [value: string, rank: number, ...string[]]>> = {
  USER_CREATED: ['CREATED', 10],
  ACCOUNT_CREATED: ['CREATED', 10, 'providers'],
  ACCOUNT_CONNECTED: ['CONNECTED', 20, 'providers'],
  ACCOUNT_FAILED: ['FAILED', 20, 'providers', 'errorCode'],
  ACCOUNT_DISCONNECTED: ['DISCONNECTED', 90, 'providers'],
  ARCHIVE_STARTED: ['STARTED', 10],
  ARCHIVE_ANALYZED: ['ANALYZED', 20],
  ARCHIVE_FAILED: ['FAILED', 20, 'errorCode'],
  ARCHIVE_REVOKED: ['REVOKED', 90],
  INVITE_INVITED: ['INVITED', 10],
  INVITE_LINKED: ['LINKED', 20],
  VERIFICATION_STARTED: ['STARTED', 10],
  VERIFICATION_COMPLETED: ['COMPLETED', 20, 'resultCode'],
  RECORD_CREATED: ['CREATED', 10, 'recordType'],
  USER_SESSION_COMPLETED: ['COMPLETED', 10, 'channel', 'channelId'],
  USER_SESSION_RESET: ['RESET', 20, 'channel', 'channelId'],
};

/** Smile's name of the data point of each type that tells of a single object, and where its id is. */
const OBJECTS: Readonly<Record<string, readonly [name: string, idIn: string]>> = {
  IDENTITY_ADDED: ['IDENTITIES', 'identityId'],
  RATING_ADDED: ['RATINGS', 'ratingId'],
  INSIGHT_ADDED: ['INSIGHTS', 'id'],
  LINK_ADDED: ['LINK', 'id'],
};

/** What an event of this type says, by Smile's documentation and docs/architecture.md. */
export function sayingOf(type: string, told: object): Saying {
  const data = told as Data;
  const said = STATUSES[type];
  if (said) {
    const [value, rank, ...names] = said;
    const source = type.startsWith('USER_SESSION') ? (data.session as Data) : data;
    const content = { value, ...kept(source, ...names) };
    return saying(thingOf(type, data), 'status', '', rank, content, rank === 90);
  }
  if (type === 'RECORD_COMPLETED') {
    const content = { value: data.status ?? 'UNKNOWN', ...kept(data, 'resultCode', 'recordType') };
    return saying(thingOf(type, data), 'status', '', 20, content);
  }
  if (type.includes('TASK_')) return taskSaying(type, data);
  return dataSaying(type, data);
}

function taskSaying(type: string, data: Data): Saying {
  const place = sourceOf(data);
  const taskType = (data.taskType ?? 'UNKNOWN') as string;
  const name = type === 'ACCOUNT_SYNC_TASK_FINISHED' ? 'ACCOUNT_SYNC' : taskType;
  if (type === 'TASK_STARTED') {
    return { ...saying(place.thing, 'tasks', name, 30, { value: 'STARTED' }), ...place };
  }
  const isKnown = data.status === 'SUCCEEDED' || data.status === 'FAILED';
  const content = {
    value: isKnown ? data.status : 'UNKNOWN',
    ...(type === 'TASK_FINISHED' ? kept(data, 'errorCode') : kept(data, 'monitorStatus')),
    dataPoints: data.datapoints ?? [],
  };
  return { ...saying(place.thing, 'tasks', name, 60, content), ...place, happened: true };
}

/** A task is of an account or an archive of its user, or of a record, to which their partition refers. */
function sourceOf(data: Data): Pick<Saying, 'thing' | 'reference'> {
  const user = `USER#${String(data.userId)}`;
  const id = String(data.sourceId);
  if (data.sourceType !== 'SOCIAL_SECURITY') {
    const kind = data.sourceType === 'UPLOAD' ? 'ARCHIVE' : String(data.sourceType);
    return { thing: [user, `${kind}#${id}`] };
  }
  return { thing: [`RECORD#${id}`, 'RECORD'], reference: [user, `RECORD#${id}`] };
}

function dataSaying(type: string, data: Data): Saying {
  return { ...dataPointSaying(type, data), happened: true };
}

function dataPointSaying(type: string, data: Data): Saying {
  const thing = thingOf('ACCOUNT', data);
  const object = OBJECTS[type];
  if (object) {
    const [name, idIn] = object;
    const id = data[idIn];
    const content = { value: 'ADDED', ...(id === undefined ? {} : { objectId: id }) };
    return saying(thing, 'dataPoints', name, 40, content);
  }
  const [, name = '', what] = /^([A-Z]+)_(ADDED|UPDATED)$/.exec(type) ?? [];
  if (what === 'ADDED') {
    return saying(thing, 'dataPoints', name, 40, { value: what, ...kept(data, 'count') });
  }
  if (what !== 'UPDATED') throw new Error(`The model does not know ${type}: tell it what it says.`);
  const content = kept(data, 'count', 'updatedFrom', 'updatedTo', 'updatedAt');
  return saying(thing, 'dataPoints', name, 50, { value: what, ...content });
}

function saying(
  thing: Saying['thing'],
  section: Saying['section'],
  name: string,
  rank: number,
  value: Data,
  ends = false,
): Saying {
  return { thing, section, name, rank, value, ends, happened: false };
}

function thingOf(type: string, data: Data): Saying['thing'] {
  const user = `USER#${String(data.userId)}`;
  if (type === 'USER_CREATED') return [user, 'PROFILE'];
  if (type.startsWith('USER_SESSION')) {
    return [`USER#${String((data.session as Data).userId)}`, 'SESSION'];
  }
  const [kind = ''] = type.split('_');
  const id = String(data[`${kind.toLowerCase()}Id`]);
  if (kind === 'RECORD' || kind === 'VERIFICATION') return [`${kind}#${id}`, kind];
  return [user, `${kind}#${id}`];
}
