const USAGE =
  'npm run trigger -- TYPE [--user ID] [--set path=value]… [--count N] [--url URL | --stage NAME], or -- --file F';

/** The command line asks for nothing that can be sent. */
export class TriggerMisused extends Error {
  override readonly name = 'TriggerMisused';
  readonly code = 'trigger-misused';
  constructor(message: string) {
    super(`${message} Usage: ${USAGE}`);
  }
}
