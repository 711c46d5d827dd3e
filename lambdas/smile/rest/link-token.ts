import * as z from 'zod/mini';
import { instantOf } from '../envelope.ts';
import { known, notEmpty, text } from '../schemas/field.ts';

/** In UTC, so that every browser reads it alike. */
const dateTime = z.pipe(
  z.string().check(z.refine((value) => value.includes('T') && !Number.isNaN(instantOf(value)))),
  z.transform((value) => new Date(instantOf(value)).toISOString()),
);

/** `Token` of the Refresh Token API (Smile OpenAPI 1.14.0). */
export const linkToken = z.object({
  accessToken: z.string().check(notEmpty),
  expiresAt: dateTime,
  mode: known<'SANDBOX' | 'PRODUCTION'>(),
  id: text,
});

/**
 * What the Wink Widget opens with: `accessToken` for one launch, good until `expiresAt`, ISO 8601, five
 * hours from now (Smile docs, Tokens).
 */
export type LinkToken = z.output<typeof linkToken>;
