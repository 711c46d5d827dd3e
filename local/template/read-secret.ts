import { generatedName } from './generated-name.ts';
import type { FunctionDescription } from './read-function.ts';
import { TemplateUnsupported } from './template-unsupported.ts';
import { type Part, referredPart, type Template, textOf } from './template.ts';

/** A secret, by the name under which functions read it. */
export interface SecretDefinition {
  /** Logical id. */
  readonly id: string;
  readonly name: string;
}

/** A secret that is a JSON object, one key of which AWS generates. */
export interface GeneratedSecretDefinition extends SecretDefinition {
  /** The JSON text of the whole, with this in place of what AWS would generate. */
  readonly textWith: (generated: string) => string;
}

const SECRET = 'AWS::SecretsManager::Secret';

/**
 * The secret that a variable of a function names.
 *
 * @throws TemplateUnsupported
 */
export function readGeneratedSecret(
  template: Template,
  stage: string,
  user: FunctionDescription,
  variable: string,
): GeneratedSecretDefinition {
  const part = secretBehind(template, user, variable);
  const { GenerateStringKey: key, SecretStringTemplate: frame } = (part.properties
    .GenerateSecretString ?? {}) as Record<string, unknown>;
  if (typeof key !== 'string' || typeof frame !== 'string') {
    throw new TemplateUnsupported(part.id, 'it must generate one key of a JSON object');
  }
  const others = JSON.parse(frame) as object;
  return {
    ...named(part, stage),
    textWith: (generated) => JSON.stringify({ ...others, [key]: generated }),
  };
}

/**
 * The same for a secret that is made without a value, for its owner to put one in.
 *
 * @throws TemplateUnsupported
 */
export function readEmptySecret(
  template: Template,
  stage: string,
  user: FunctionDescription,
  variable: string,
): SecretDefinition {
  const part = secretBehind(template, user, variable);
  if ('GenerateSecretString' in part.properties || 'SecretString' in part.properties) {
    throw new TemplateUnsupported(part.id, 'it must be made without a value');
  }
  return named(part, stage);
}

function secretBehind(template: Template, user: FunctionDescription, variable: string): Part {
  const where = `${user.name}, ${variable}`;
  return referredPart(template, SECRET, user.environment[variable], where);
}

function named(part: Part, stage: string): SecretDefinition {
  const { id, properties } = part;
  return { id, name: 'Name' in properties ? textOf(part, 'Name') : generatedName(stage, id) };
}
