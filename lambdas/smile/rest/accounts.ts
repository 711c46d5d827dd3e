import * as z from 'zod/mini';
import type { AccountErrorCode, MonitorStatus } from '../constants.ts';
import { code, id, lenient, optionalId } from '../schemas/field.ts';
import { instantOrNone, mustBeCode, mustBeInstant } from './field.ts';
import { idInPath } from './id-in-path.ts';
import { itemsOf } from './items.ts';
import { daysIn, type ListedDays } from './listed-days.ts';
import type { CallOptions, SmileApi } from './smile-api.ts';

/** Where an account's link stands (Smile OpenAPI 1.14.0). */
export type ConnectionStatus = 'PENDING' | 'AWAITING_MFA' | 'ERROR' | 'CONNECTED' | 'DISCONNECTED';

/**
 * `Account` (Smile OpenAPI 1.14.0) without `connection.errorMessage`, which is free text. `connection.updatedAt` is
 * when the status became what it is.
 */
const account = z.object({
  id,
  userId: id,
  providerId: optionalId,
  createdAt: mustBeInstant,
  connectionStatus: mustBeCode<ConnectionStatus>(),
  connection: lenient(z.object({ errorCode: code<AccountErrorCode>(), updatedAt: instantOrNone })),
  monitorStatus: code<MonitorStatus>(),
});

export type Account = z.output<typeof account>;

/** The day is that of the linking, not of the last change: without days, all accounts there are. */
export interface AccountFilter extends ListedDays {
  readonly userId?: string | undefined;
}

export function listAccounts(
  api: SmileApi,
  { userId, ...days }: AccountFilter = {},
  options?: CallOptions,
): AsyncGenerator<Account> {
  return itemsOf(api, '/accounts', { userId, ...daysIn(days) }, account, options);
}

export async function getAccount(
  api: SmileApi,
  accountId: string,
  options?: CallOptions,
): Promise<Account> {
  const path = `/accounts/${idInPath(accountId)}` as const;
  return await api.send({ method: 'GET', path, data: account }, options);
}

/** Ends the link for good. Smile deletes the account's data, and sends ACCOUNT_DISCONNECTED (Smile docs, Accounts). */
export async function revokeAccount(
  api: SmileApi,
  accountId: string,
  options?: CallOptions,
): Promise<void> {
  const path = `/accounts/${idInPath(accountId)}` as const;
  await api.send({ method: 'DELETE', path, data: z.unknown() }, options);
}
