import * as z from 'zod/mini';
import type { ArchiveErrorCode } from '../constants.ts';
import { code, id, optionalId } from '../schemas/field.ts';
import { instantOrNone, mustBeCode, mustBeInstant } from './field.ts';
import { itemsOf } from './items.ts';
import { daysIn, type ListedDays } from './listed-days.ts';
import type { CallOptions, SmileApi } from './smile-api.ts';

/** Where an archive stands (Smile OpenAPI 1.14.0). No webhook is documented for UNSUPPORTED. */
export type ArchiveStatus = 'STARTED' | 'ANALYZED' | 'UNSUPPORTED' | 'ERROR' | 'REVOKED';

/** `Archive` (Smile OpenAPI 1.14.0): how it stands, and neither its files nor what was read in them. */
const archive = z.object({
  id,
  userId: id,
  providerId: optionalId,
  type: code(),
  createdAt: mustBeInstant,
  state: z.object({
    status: mustBeCode<ArchiveStatus>(),
    errorCode: code<ArchiveErrorCode>(),
    updatedAt: instantOrNone,
  }),
});

export type Archive = z.output<typeof archive>;

export interface ArchiveFilter extends ListedDays {
  readonly userId?: string | undefined;
}

/** Archives by the day of their upload. */
export function listArchives(
  api: SmileApi,
  { userId, ...days }: ArchiveFilter = {},
  options?: CallOptions,
): AsyncGenerator<Archive> {
  return itemsOf(api, '/archives', { userId, ...daysIn(days) }, archive, options);
}
