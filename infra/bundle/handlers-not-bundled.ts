/** Handlers cannot be bundled as they are. The message says what to change. */
export class HandlersNotBundled extends Error {
  override readonly name = 'HandlersNotBundled';
  readonly code = 'handlers-not-bundled';
}
