import { createHash } from 'node:crypto';
import { idIn, isRecord } from '../smile/envelope.ts';

/** SQS allows these in a MessageGroupId, 128 of them at most (SQS API reference, SendMessage). */
const GROUP_ID = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

/**
 * Whom an event is about. It is the FIFO group, so two events of one subject never run at the same
 * time. VERIFICATION_* and RECORD_* name no user, USER_SESSION_* name it inside `session`; an event
 * that names nobody stands alone.
 *
 * @param data the event's `data`, not yet judged by a schema
 * @param key what an event that names nobody is about: itself, by its ledger key
 */
export function subjectOf(data: unknown, key: string): string {
  const record = isRecord(data) ? data : {};
  const session = isRecord(record.session) ? record.session : {};
  const candidates = [record.userId, session.userId, record.recordId, record.verificationId];
  const subject = candidates.map(idIn).find((id) => id !== undefined && id !== '');
  if (subject === undefined) return isGroupId(key) ? key : hashed(key);
  // An id that looks like a hash of ours is hashed too, or it could share the group of another.
  return isGroupId(subject) && !subject.startsWith(HASHED) ? subject : hashed(subject);
}

const HASHED = 'sha256:';

function isGroupId(text: string): boolean {
  return GROUP_ID.test(text);
}

function hashed(text: string): string {
  return `${HASHED}${createHash('sha256').update(text).digest('hex')}`;
}
