/** The command line asks for what it cannot have. The message says what to write. */
export class Misused extends Error {
  override readonly name = 'Misused';
  readonly code = 'misused';
}
