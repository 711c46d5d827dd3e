import * as z from 'zod/mini';
import type { AccountErrorCode } from '../constants.ts';
import { code, id, text, texts } from './field.ts';

/** What every event about an account says. `providers` holds provider ids. */
export const accountFields = { userId: id, accountId: id, providers: texts };

/** ACCOUNT_CREATED, also for providers without a login, and ACCOUNT_DISCONNECTED. */
export const account = z.looseObject(accountFields);

/**
 * Only providers with a login send it; the data comes later (Smile docs, Accounts). `loginName` is
 * what the user typed: personal data.
 */
export const accountConnected = z.looseObject({ ...accountFields, loginName: text });

/** `errorCode` was an HTTP status once (`"500"`); arrives as text. `loginName` is personal data. */
export const accountFailed = z.looseObject({
  ...accountFields,
  loginName: text,
  errorCode: code<AccountErrorCode>(),
  errorMessage: text,
});
