import { createHash } from 'node:crypto';
import { isRecord } from '../smile/envelope.ts';

/** SQS allows these in a MessageGroupId, 128 of them at most (SQS API reference, SendMessage). */
const GROUP_ID = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

/**
 * Whom an event is about. It is the FIFO group, so two events of one subject never run at the same
 * time. VERIFICATION_* and RECORD_* name no user, USER_SESSION_* name it inside `session`; an event
 * that names nobody stands alone.
 *
 * @param data the event's `data`, not yet judged by a schema
 * @param fallback what an event that names nobody is about: its own key
 */
export function subjectOf(data: unknown, fallback: string): string {
  const record = isRecord(data) ? data : {};
  const session = isRecord(record.session) ? record.session : {};
  const candidates = [record.userId, session.userId, record.recordId, record.verificationId];
  const subject = candidates.find((id) => typeof id === 'string' && id !== '') ?? fallback;
  return asGroupId(subject as string);
}

function asGroupId(subject: string): string {
  if (GROUP_ID.test(subject)) return subject;
  return `sha256:${createHash('sha256').update(subject).digest('hex')}`;
}
