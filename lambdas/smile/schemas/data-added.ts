import * as z from 'zod/mini';
import { accountFields } from './account.ts';
import { count, id, renamed, text } from './field.ts';

export const identityAdded = z.looseObject({ ...accountFields, identityId: id });

export const ratingAdded = z.looseObject({ ...accountFields, ratingId: id });

/** The `*_ADDED` events of lists: how many items were stored, not which. */
export const itemsAdded = z.looseObject({ ...accountFields, count });

/** `id` is the insight's. */
export const insightAdded = z.looseObject({ ...accountFields, id });

/**
 * The answer of the Multiple Application Warning. `id` is the link's; one example of Smile OpenAPI
 * 1.14.0 calls it `ratingId`.
 */
export const linkAdded = renamed('ratingId', 'id', z.looseObject({ ...accountFields, id: text }));
