/** What is given as one of Smile's ids cannot be one. */
export class SmileIdRefused extends Error {
  override readonly name = 'SmileIdRefused';
  readonly code = 'smile-id-refused';
  constructor() {
    super("Give an id as Smile wrote it: 1 to 200 characters, and neither '.' nor '..'.");
  }
}

/**
 * An id as one segment of a path, 1 to 200 characters long (Smile OpenAPI 1.14.0). Throws {@link SmileIdRefused}
 * for what would name another path: `DELETE /accounts/..` must reach nothing.
 */
export function idInPath(id: string): string {
  if (id === '' || id.length > 200 || id === '.' || id === '..') throw new SmileIdRefused();
  return encodeURIComponent(id.toWellFormed());
}
