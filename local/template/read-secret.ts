import { generatedName } from './generated-name.ts';
import { TemplateUnsupported } from './template-unsupported.ts';
import { onlyPart, type Template, textOf } from './template.ts';

/** The webhook secret: a JSON object, one key of which AWS generates. */
export interface SecretDefinition {
  /** Logical id. */
  readonly id: string;
  readonly name: string;
  /** The JSON text of the whole, with this in place of what AWS would generate. */
  readonly textWith: (generated: string) => string;
}

/** @throws TemplateUnsupported */
export function readSecret(template: Template, stage: string): SecretDefinition {
  const part = onlyPart(template, 'AWS::SecretsManager::Secret');
  const { id, properties } = part;
  const { GenerateStringKey: key, SecretStringTemplate: frame } =
    (properties.GenerateSecretString ?? {}) as Record<string, unknown>;
  if (typeof key !== 'string' || typeof frame !== 'string') {
    throw new TemplateUnsupported(id, 'it must generate one key of a JSON object');
  }
  const others = JSON.parse(frame) as object;
  return {
    id,
    name: 'Name' in properties ? textOf(part, 'Name') : generatedName(stage, id),
    textWith: (generated) => JSON.stringify({ ...others, [key]: generated }),
  };
}
