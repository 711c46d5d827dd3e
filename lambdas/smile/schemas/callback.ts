import * as z from 'zod/mini';
import type { CallbackName, CloseReason, Screen, WidgetErrorCode } from '../widget.ts';
import { atMost, count, lenient, list, type Open } from './field.ts';

/**
 * What a page relays of the widget's callbacks, evened out by the browser module. It comes from a browser:
 * unknown members are dropped, and what is no word in a field for words is left out.
 */

/** Smile's path ids end there (Smile OpenAPI 1.14.0). */
const MAX_ID = 200;
const MAX_WORD = 128;

/** Of letters, digits and the few signs that hold them together. */
export const WORD = /^[\w.:-]+$/;

/**
 * Smile's ids are words: `tenantId-` or `a-` and 32 hex digits (Smile OpenAPI 1.14.0, examples). A browser
 * sends these, and they reach logs and keys: no name with its blanks and no control character may pass as one.
 */
export const callbackId = z.string().check(atMost(MAX_ID), z.regex(WORD));

/** Names and codes, as Smile forms them: no sentence of a person fits in. */
const aWord = z.string().check(atMost(MAX_WORD), z.regex(WORD));
const word = lenient(aWord);

/** `userId` is the session's: a callback of another user has been refused. Nothing else must be there. */
const user = { userId: callbackId };

const accountFields = { ...user, accountId: lenient(callbackId), providerId: word };

const account = z.object(accountFields);

const accountError = z.object({
  ...accountFields,
  errorCode: lenient(aWord as z.ZodMiniType<Open<WidgetErrorCode>, string>),
});

/** A reason that Smile adds keeps its word; none, or what is not a word, counts as `close`. */
const closed = z.object({
  ...user,
  reason: z.catch(aWord as z.ZodMiniType<Open<CloseReason>, string>, 'close'),
});

/** Smile does not document what is in `uploads` (Smile docs, Event Notifications). */
const uploads = z.object({ ...user, uploads: list(z.unknown()), uploadCount: count });

/** No control characters, no direction marks, no halves of characters. */
const PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;
const printable = (characters: number) => z.string().check(atMost(characters), z.regex(PRINTABLE));

/** As Smile shows it, or will: text like this is kept, but state takes words only. */
const screenName = printable(MAX_WORD);

const screen = z.object({
  ...user,
  eventName: lenient(screenName as z.ZodMiniType<Open<Screen>, string>),
  /** In a form that Smile does not document. */
  eventTime: lenient(printable(64)),
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
