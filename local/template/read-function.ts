import type { Bundling } from '../../infra/bundle/handlers-source.ts';
import { HANDLERS_METADATA } from '../../infra/handlers-file.ts';
import { generatedName } from './generated-name.ts';
import { readRole, type RoleDefinition } from './read-role.ts';
import { TemplateUnsupported } from './template-unsupported.ts';
import { numberOf, partsOf, type Template, textOf } from './template.ts';

/** A function as the template describes it. */
export interface FunctionDescription {
  /** Logical id. */
  readonly id: string;
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Values as they stand in the template: text, or references to what is still to be made. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** What it may do. */
  readonly role: RoleDefinition;
  /** Of a worker. */
  readonly handlers?: HandlersMetadata;
}

/** Which handlers a template's worker has. */
export interface HandlersMetadata {
  /** By its path from the directory of `cdk.json`. Absent: the default ones. */
  readonly entry?: string;
  readonly bundling: Bundling;
}

/** What the bundles are made for, and the local runtime calls. */
const HANDLER = 'index.handler';
const RUNTIME = 'nodejs24.x';

/** @throws TemplateUnsupported */
export function readFunction(template: Template, id: string, stage: string): FunctionDescription {
  const part = partsOf(template, 'AWS::Lambda::Function').find((each) => each.id === id);
  if (!part) throw new TemplateUnsupported(id, 'there is no such function');
  if (textOf(part, 'Handler') !== HANDLER || textOf(part, 'Runtime') !== RUNTIME) {
    throw new TemplateUnsupported(id, `the local run calls ${HANDLER} on ${RUNTIME} only`);
  }
  const handlers = template.Resources[id]?.Metadata?.[HANDLERS_METADATA] as
    | HandlersMetadata
    | undefined;
  const { Environment } = part.properties as {
    readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  };
  return {
    id,
    name:
      'FunctionName' in part.properties ? textOf(part, 'FunctionName') : generatedName(stage, id),
    timeoutSeconds: numberOf(part, 'Timeout'),
    memoryMegabytes: numberOf(part, 'MemorySize'),
    environment: Environment?.Variables ?? {},
    role: readRole(template, part, stage),
    ...(handlers ? { handlers } : {}),
  };
}
