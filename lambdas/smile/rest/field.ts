import * as z from 'zod/mini';
import { isCode } from '../code.ts';
import { instantOf } from '../envelope.ts';
import type { Open } from '../schemas/field.ts';

/** A code out of an open list, which an object cannot do without. */
export function mustBeCode<T extends string>() {
  return z.string().check(z.refine<string>(isCode)) as z.ZodMiniType<Open<T>, string>;
}

/** When something was: ISO 8601, which an object cannot do without. */
export const mustBeInstant = z
  .string()
  .check(z.refine<string>((value) => !Number.isNaN(instantOf(value))));

/** The same where null or nothing says "not yet". Anything else is refused. */
export const instantOrNone = z.pipe(
  z.optional(z.nullable(mustBeInstant)),
  z.transform((value) => value ?? undefined),
);
