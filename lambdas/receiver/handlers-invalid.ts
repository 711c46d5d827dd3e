/** The handlers file cannot work as it is written. Thrown while it loads, so before any event is taken. */
export class HandlersInvalid extends Error {
  override readonly name = 'HandlersInvalid';
  readonly code = 'handlers-invalid';
}
