/** No stage has this name: a word is misspelt, most likely. */
export class StageUnknown extends Error {
  override readonly name = 'StageUnknown';
  readonly code = 'stage-unknown';
  constructor(stage: string, known: readonly string[]) {
    super(
      `There is no stage ${stage} in infra/stages.ts. There are: ${known.join(', ')}. Nothing was sent.`,
    );
  }
}
