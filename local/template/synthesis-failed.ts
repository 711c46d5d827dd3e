/** The stack cannot be synthesized; the message is what the synthesis said. */
export class SynthesisFailed extends Error {
  override readonly name = 'SynthesisFailed';
  readonly code = 'synthesis-failed';

  /** @param output what it printed; a wrong configuration is told in one sentence */
  constructor(output: string) {
    const said = output.trim();
    super(
      /^.+$/.test(said)
        ? said
        : `The stack does not synthesize; npx cdk synth says the same:\n${said}`,
    );
  }
}
