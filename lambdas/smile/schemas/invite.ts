import * as z from 'zod/mini';
import { id } from './field.ts';

/** INVITE_INVITED and INVITE_LINKED. Ids begin with `iv-` or `inv-`. */
export const invite = z.looseObject({ userId: id, inviteId: id });
