import * as z from 'zod/mini';
import { id, optionalId } from '../schemas/field.ts';
import { instantOrNone, mustBeCode } from './field.ts';
import { itemsOf } from './items.ts';
import { daysIn, type ListedDays } from './listed-days.ts';
import type { CallOptions, SmileApi } from './smile-api.ts';

/** Where an invite stands (Smile OpenAPI 1.14.0; the docs list INVITED and LINKED only). */
export type InviteStatus =
  | 'INVITED'
  | 'EMAIL_OPENED'
  | 'LANDING_PAGE_OPENED'
  | 'WINK_WIDGET_OPENED'
  | 'LINKED'
  | 'REVOKED';

/** An invite's ids and status, and nothing of whom it was sent to. */
const invite = z.object({
  id,
  userId: optionalId,
  status: mustBeCode<InviteStatus>(),
  createdAt: instantOrNone,
});

export type Invite = z.output<typeof invite>;

/** Invites by the day on which they were sent. */
export function listInvites(
  api: SmileApi,
  days: ListedDays = {},
  options?: CallOptions,
): AsyncGenerator<Invite> {
  return itemsOf(api, '/invites', daysIn(days), invite, options);
}
