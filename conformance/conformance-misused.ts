const USAGE =
  'npm run conformance -- [--url URL] [--secret S] [--inspect URL | --stage NAME] [--only ID]… [--junit FILE] [--json FILE] [--restart CMD] [--logs FILE] [--patience SECONDS] [--slow]';

/** The command line asks for nothing that can be tried. */
export class ConformanceMisused extends Error {
  override readonly name = 'ConformanceMisused';
  readonly code = 'conformance-misused';
  constructor(message: string) {
    super(`${message} Usage: ${USAGE}`);
  }
}
