import { generatedName } from './generated-name.ts';
import {
  type Part,
  partsOf,
  referenceIn,
  referredPart,
  type Template,
  textOf,
} from './template.ts';

/** A statement of a policy as it stands in the template, references and all. */
export type Statement = Readonly<Record<string, unknown>>;

/** The role of a function, with everything that it may do. */
export interface RoleDefinition {
  /** Logical id. */
  readonly id: string;
  readonly name: string;
  /** Of its inline policies and of those that are attached to it. */
  readonly statements: readonly Statement[];
}

/** What attaches a policy to roles of the template. */
const ATTACHED = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'] as const;

/**
 * The role of a function. Managed policies of AWS itself are not in the template, and so not in the role here.
 *
 * @throws TemplateUnsupported when the role is not in the template
 */
export function readRole(
  template: Template,
  { id, properties }: Part,
  stage: string,
): RoleDefinition {
  const role = referredPart(template, 'AWS::IAM::Role', properties.Role, id);
  const { Policies = [] } = role.properties as { readonly Policies?: readonly Statement[] };
  const attached = ATTACHED.flatMap((type) => partsOf(template, type)).filter((part) =>
    rolesOf(part).includes(role.id),
  );
  return {
    id: role.id,
    name: 'RoleName' in role.properties ? textOf(role, 'RoleName') : generatedName(stage, role.id),
    statements: [...Policies, ...attached.map((part) => part.properties)].flatMap(statementsOf),
  };
}

/** The statements of what holds a policy document: one, or several. */
export function statementsOf(holder: Statement): readonly Statement[] {
  const { Statement = [] } = (holder.PolicyDocument ?? {}) as {
    readonly Statement?: Statement | readonly Statement[];
  };
  return [Statement].flat() as readonly Statement[];
}

function rolesOf({ properties }: Part): readonly (string | undefined)[] {
  const { Roles = [], RoleName } = properties as {
    readonly Roles?: readonly unknown[];
    readonly RoleName?: unknown;
  };
  return [...Roles, RoleName].map(referenceIn);
}
