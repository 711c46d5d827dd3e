import * as z from 'zod/mini';
import type { SessionStatus } from '../constants.ts';
import { code, content, id, lenient, list, optionalId, text } from './field.ts';
import { payload } from './payload/payload.ts';

/** A user's way through a Wink site. `channelId` is the site's id, absent for the default channel. */
export const session = z.looseObject({
  userId: text,
  status: code<SessionStatus>(),
  channel: code<'WinkSite' | 'Default'>(),
  channelId: optionalId,
});
export type Session = z.output<typeof session>;

const form = z.looseObject({
  id: text,
  name: text,
  /** The answers: names and values are those of the customer's own form. */
  data: lenient(z.looseObject({})),
});

const linkedAccount = z.looseObject({ id: text, providerId: text, payload: content(payload) });

/** `fileType` has been seen in lower case, unlike the list in Smile's OpenAPI. */
const uploadedArchive = z.looseObject({ id: text, fileType: text, payload: content(payload) });

/** Everything that a completed session collected. Its size has no published limit. */
export const sessionPayload = z.looseObject({
  metadata: lenient(session),
  forms: list(form),
  accounts: list(linkedAccount),
  archives: list(uploadedArchive),
});
export type SessionPayload = z.output<typeof sessionPayload>;

/** The user's id is nowhere else in these two events. */
const sessionOfUser = z.extend(session, { userId: id });

export const userCreated = z.looseObject({ userId: id, session: lenient(session) });

export const userSessionCompleted = z.looseObject({
  session: sessionOfUser,
  payload: content(sessionPayload),
});

export const userSessionReset = z.looseObject({ session: sessionOfUser });
