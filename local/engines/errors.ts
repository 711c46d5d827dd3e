/** An emulator does not come up. */
export class EngineStartFailed extends Error {
  override readonly name = 'EngineStartFailed';
  readonly code = 'engine-start-failed';
  constructor(engine: string, directory: string, reason: string) {
    super(
      `${engine} does not start (${reason}). Remove ${directory} if its files are damaged, or set another DATA_DIR.`,
    );
  }
}

/** A test asks for an engine that this run does not own. */
export class EngineNotEmbedded extends Error {
  override readonly name = 'EngineNotEmbedded';
  readonly code = 'engine-not-embedded';
  constructor() {
    super(
      'Stop and start the endpoint of AWS_ENDPOINT_URL yourself; the local run does not own it.',
    );
  }
}
