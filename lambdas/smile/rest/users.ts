import * as z from 'zod/mini';
import { id, lenient } from '../schemas/field.ts';
import { session } from '../schemas/user.ts';
import { mustBeInstant } from './field.ts';
import { idInPath } from './id-in-path.ts';
import { itemsOf } from './items.ts';
import { daysIn, type ListedDays } from './listed-days.ts';
import type { CallOptions, SmileApi } from './smile-api.ts';

/** `User` (Smile OpenAPI 1.14.0) without `externalMetadata`, which may hold personal data. */
const user = z.object({ id, createdAt: mustBeInstant, session: lenient(session) });

export type User = z.output<typeof user>;

/** Users by the day of their creation. */
export function listUsers(
  api: SmileApi,
  days: ListedDays = {},
  options?: CallOptions,
): AsyncGenerator<User> {
  return itemsOf(api, '/users', daysIn(days), user, options);
}

export async function getUser(api: SmileApi, userId: string, options?: CallOptions): Promise<User> {
  const path = `/users/${idInPath(userId)}` as const;
  return await api.send({ method: 'GET', path, data: user }, options);
}
