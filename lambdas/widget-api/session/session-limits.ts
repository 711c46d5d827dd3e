/** Seconds. A stolen session is of use for so long; a page gets a new one without its user noticing. */
export const MAX_LIFETIME_SECONDS = 3600;

/** Characters; Smile's ids end there (Smile OpenAPI 1.14.0). */
export const MAX_USER_ID = 200;

/** Whether it can be Smile's id of a user. JSON may hold half a character, which no table takes as a key. */
export function isUserId(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.length <= MAX_USER_ID && value.isWellFormed()
  );
}

/** Characters; HS256 wants a key as long as its digest, 256 bits (RFC 7518, section 3.2). */
export const MIN_SECRET = 32;
