/** The template says something that the local run would not do as AWS does it. */
export class TemplateUnsupported extends Error {
  override readonly name = 'TemplateUnsupported';
  readonly code = 'template-unsupported';

  /**
   * @param where logical id or type of the resource
   * @param what the half sentence that says what is not supported
   */
  constructor(where: string, what: string) {
    super(
      `The stack's template, ${where}: ${what}. Take it back in infra/, or teach it to local/template/.`,
    );
  }
}
