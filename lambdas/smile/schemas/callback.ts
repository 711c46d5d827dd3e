import * as z from 'zod/mini';
import type { CallbackName, CloseReason, Screen, WidgetErrorCode } from '../widget.ts';
import { count, lenient, list, type Open } from './field.ts';

/**
 * What a page relays of the widget's callbacks, evened out by the browser module. It comes from a browser:
 * unknown members are dropped, and what is no word in a field for words is left out.
 */

/** Smile's path ids end there (Smile OpenAPI 1.14.0). */
const MAX_ID = 200;

/** Text that can be an id: short and printable. JSON may hold half a character, which no table takes as a key. */
// oxlint-disable-next-line no-control-regex
const PRINTABLE = /^[^\u0000-\u001f\u007f\ufffe\uffff\p{Surrogate}]+$/u;
export const callbackId = z.string().check(z.maxLength(MAX_ID), z.regex(PRINTABLE));

/** Names and codes, as Smile forms them: no sentence of a person fits in. */
const aWord = z.string().check(z.regex(/^[\w.:-]{1,128}$/));
const word = lenient(aWord);

/** A word out of an open list. */
function aWordOf<T extends string>() {
  return aWord as z.ZodMiniType<Open<T>, string>;
}

/** `userId` is the session's: a callback of another user has been refused. */
const user = { userId: callbackId };

const accountFields = { ...user, accountId: callbackId, providerId: word };

const account = z.object(accountFields);

/** `accountId` may be missing: linking can fail before there is an account. */
const accountError = z.object({
  ...user,
  accountId: lenient(callbackId),
  providerId: word,
  errorCode: lenient(aWordOf<WidgetErrorCode>()),
});

const closed = z.object({
  ...user,
  reason: z.catch(z.enum(['close', 'exit', 'error'] satisfies CloseReason[]), 'close'),
});

/** Smile does not document what is in `uploads` (Smile docs, Event Notifications). */
const uploads = z.object({ ...user, uploads: list(z.unknown()), uploadCount: count });

const screen = z.object({
  ...user,
  eventName: aWordOf<Screen>(),
  /** In a form that Smile does not document. */
  eventTime: lenient(z.string().check(z.maxLength(64))),
  mode: word,
  account: lenient(z.object({ providerId: word, accountId: lenient(callbackId) })),
  archive: lenient(z.object({ fileType: word })),
});

/** Every callback, and what its `data` is. */
export const callbackSchemas = {
  onAccountCreated: account,
  onAccountConnected: account,
  onAccountRemoved: account,
  onAccountError: accountError,
  onTokenExpired: z.object(user),
  onClose: closed,
  onUploadsCreated: uploads,
  onUploadsRemoved: uploads,
  onUIEvent: screen,
} satisfies Record<CallbackName, z.ZodMiniType>;
