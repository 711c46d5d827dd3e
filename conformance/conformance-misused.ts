/** The command line asks for nothing that can be tried. */
export class ConformanceMisused extends Error {
  override readonly name = 'ConformanceMisused';
  readonly code = 'conformance-misused';
  constructor(message: string) {
    super(`${message} See smile conformance --help.`);
  }
}
