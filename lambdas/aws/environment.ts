/** The function was deployed without a setting that it needs. */
export class MissingEnvironment extends Error {
  override readonly name = 'MissingEnvironment';
  readonly code = 'missing-environment';
  constructor(variable: string, what: string) {
    super(`Set the environment variable ${variable} to ${what}; a deployment does it by itself.`);
  }
}

/** An environment variable that the function cannot work without; throws {@link MissingEnvironment}. */
export function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new MissingEnvironment(variable, 'a value');
  return value;
}

/** The same for a number above zero. */
export function requiredNumber(variable: string): number {
  const value = Number(required(variable));
  if (!(value > 0)) throw new MissingEnvironment(variable, 'a number above zero');
  return value;
}

/**
 * The same two for the variables that the stack gives to one function, its contract: another name does not
 * compile.
 */
export function variablesOf<Environment extends object>() {
  return {
    required: (variable: keyof Environment & string) => required(variable),
    requiredNumber: (variable: keyof Environment & string) => requiredNumber(variable),
  };
}
