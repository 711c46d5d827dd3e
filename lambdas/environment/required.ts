/** The function was deployed without a setting that it needs. */
export class MissingEnvironment extends Error {
  override readonly name = 'MissingEnvironment';
  readonly code = 'missing-environment';
  constructor(variable: string) {
    super(`Set the environment variable ${variable}; the stack does it for a deployed function.`);
  }
}

/** An environment variable that the function cannot work without; throws {@link MissingEnvironment}. */
export function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new MissingEnvironment(variable);
  return value;
}
