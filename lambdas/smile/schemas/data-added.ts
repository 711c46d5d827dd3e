import * as z from 'zod/mini';
import { accountFields } from './account.ts';
import { count, optionalId, renamed } from './field.ts';

/** Without its id the identity can still be fetched by the account. So can the others below. */
export const identityAdded = z.looseObject({ ...accountFields, identityId: optionalId });

export const ratingAdded = z.looseObject({ ...accountFields, ratingId: optionalId });

/** The `*_ADDED` events of lists: how many items were stored, not which. */
export const itemsAdded = z.looseObject({ ...accountFields, count });

/** `id` is the insight's. */
export const insightAdded = z.looseObject({ ...accountFields, id: optionalId });

/**
 * The answer of the Multiple Application Warning. `id` is the link's; one example of Smile OpenAPI
 * 1.14.0 calls it `ratingId`.
 */
export const linkAdded = renamed(
  'ratingId',
  'id',
  z.looseObject({ ...accountFields, id: optionalId }),
);
