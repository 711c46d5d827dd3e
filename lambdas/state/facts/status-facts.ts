import type { SmileEvent } from '../../smile/events.ts';
import { defined, type Fact, RANK } from '../fact.ts';
import { storedList } from '../stored-list.ts';
import type { Status, ThingKey } from '../state-item.ts';
import {
  accountOf,
  archiveOf,
  inviteOf,
  profileOf,
  recordOf,
  sessionOf,
  verificationOf,
} from '../things.ts';

/**
 * Events that tell where a thing stands in its life. The login name and free texts that Smile sends
 * along stay out of state: they are personal.
 */
export const statusFacts = {
  USER_CREATED: ({ data }: SmileEvent<'USER_CREATED'>) =>
    status(profileOf(data.userId), RANK.created, { value: 'CREATED' }),

  ACCOUNT_CREATED: ({ data }: SmileEvent<'ACCOUNT_CREATED'>) =>
    account(data, RANK.created, { value: 'CREATED' }),
  ACCOUNT_CONNECTED: ({ data }: SmileEvent<'ACCOUNT_CONNECTED'>) =>
    account(data, RANK.settled, { value: 'CONNECTED' }),
  ACCOUNT_FAILED: ({ data }: SmileEvent<'ACCOUNT_FAILED'>) =>
    account(data, RANK.settled, defined({ value: 'FAILED', errorCode: data.errorCode })),
  ACCOUNT_DISCONNECTED: ({ data }: SmileEvent<'ACCOUNT_DISCONNECTED'>) =>
    ending(account(data, RANK.ended, { value: 'DISCONNECTED' })),

  ARCHIVE_STARTED: ({ data }: SmileEvent<'ARCHIVE_STARTED'>) =>
    status(archiveOf(data.userId, data.archiveId), RANK.created, { value: 'STARTED' }),
  ARCHIVE_ANALYZED: ({ data }: SmileEvent<'ARCHIVE_ANALYZED'>) =>
    status(archiveOf(data.userId, data.archiveId), RANK.settled, { value: 'ANALYZED' }),
  ARCHIVE_FAILED: ({ data }: SmileEvent<'ARCHIVE_FAILED'>) =>
    status(
      archiveOf(data.userId, data.archiveId),
      RANK.settled,
      defined({ value: 'FAILED', errorCode: data.errorCode }),
    ),
  ARCHIVE_REVOKED: ({ data }: SmileEvent<'ARCHIVE_REVOKED'>) =>
    ending(status(archiveOf(data.userId, data.archiveId), RANK.ended, { value: 'REVOKED' })),

  INVITE_INVITED: ({ data }: SmileEvent<'INVITE_INVITED'>) =>
    status(inviteOf(data.userId, data.inviteId), RANK.created, { value: 'INVITED' }),
  INVITE_LINKED: ({ data }: SmileEvent<'INVITE_LINKED'>) =>
    status(inviteOf(data.userId, data.inviteId), RANK.settled, { value: 'LINKED' }),

  VERIFICATION_STARTED: ({ data }: SmileEvent<'VERIFICATION_STARTED'>) =>
    status(verificationOf(data.verificationId), RANK.created, { value: 'STARTED' }),
  VERIFICATION_COMPLETED: ({ data }: SmileEvent<'VERIFICATION_COMPLETED'>) =>
    status(
      verificationOf(data.verificationId),
      RANK.settled,
      defined({ value: 'COMPLETED', resultCode: data.resultCode }),
    ),

  RECORD_CREATED: ({ data }: SmileEvent<'RECORD_CREATED'>) =>
    status(
      recordOf(data.recordId),
      RANK.created,
      defined({ value: 'CREATED', recordType: data.recordType }),
    ),
  /** The name of the type says success; its `status` may say `ERROR`. */
  RECORD_COMPLETED: ({ data }: SmileEvent<'RECORD_COMPLETED'>) =>
    status(
      recordOf(data.recordId),
      RANK.settled,
      defined({
        value: data.status ?? 'UNKNOWN',
        resultCode: data.resultCode,
        recordType: data.recordType,
      }),
    ),

  USER_SESSION_COMPLETED: ({ data }: SmileEvent<'USER_SESSION_COMPLETED'>) =>
    session(data, RANK.created, 'COMPLETED'),
  USER_SESSION_RESET: ({ data }: SmileEvent<'USER_SESSION_RESET'>) =>
    session(data, RANK.settled, 'RESET'),
};

type StatusFact = Extract<Fact, { section: 'status' }>;

function status(thing: ThingKey, rank: number, value: Status): StatusFact {
  return { thing, kind: 'statement', rank, section: 'status', value };
}

function ending(fact: StatusFact): StatusFact {
  return { ...fact, ends: true };
}

function account(
  data: { userId: string; accountId: string; providers: readonly string[] },
  rank: number,
  value: Status,
): StatusFact {
  const { userId, accountId, providers } = data;
  return status(accountOf(userId, accountId), rank, { ...value, providers: storedList(providers) });
}

function session(
  data: SmileEvent<'USER_SESSION_COMPLETED' | 'USER_SESSION_RESET'>['data'],
  rank: number,
  value: string,
): StatusFact {
  const { userId, channel, channelId } = data.session;
  return status(sessionOf(userId), rank, defined({ value, channel, channelId }));
}
