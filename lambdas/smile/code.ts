/** Letters, digits and the signs that hold them together. No sentence of a person fits in. */
const CODE = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Whether something is a code. Only codes go to state and announcements; other text stays in the body. */
export function isCode(value: unknown): value is string {
  return typeof value === 'string' && CODE.test(value);
}

/** The same for ids: of the same characters, and longer. Smile's end at 200 (Smile OpenAPI 1.14.0). */
const WORD_ID = /^[A-Za-z0-9_.:-]{1,256}$/;

/** Whether something looks like an id of Smile's. For ids that an event can do without; others are kept as they are. */
export function isWordId(value: unknown): value is string {
  return typeof value === 'string' && WORD_ID.test(value);
}
