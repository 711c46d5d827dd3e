import { ACCOUNT } from '../aws.ts';
import type { FunctionDescription } from '../template/read-function.ts';
import type { Statement } from '../template/read-role.ts';
import type { Made } from '../template/resolve.ts';
import type { System } from '../template/system.ts';
import { accessKeyOf, OPERATOR_KEY } from './access-keys.ts';
import { resolveStatements } from './resolve-statements.ts';
import { type SecretNames, secretArn } from './secret-arn.ts';

/** A function as IAM sees it. */
export interface Principal {
  readonly functionName: string;
  /** Whether handlers run in it, who have rights of their own. */
  readonly hasHandlers: boolean;
  /** Logical id of its role. */
  readonly roleId: string;
  /** ARN of the role's session. */
  readonly arn: string;
  /** Of its role, in plain text. */
  readonly statements: readonly Statement[];
}

/** The functions of a run and what is written about them. */
export interface Principals {
  readonly byAccessKey: ReadonlyMap<string, Principal>;
  readonly worker: Principal;
  /** Statements of resource policies, by the ARN of the queue or bucket. */
  readonly resourcePolicies: ReadonlyMap<string, readonly Statement[]>;
}

/** Reads them from a template whose references are `made`. */
export function principalsOf(system: System, made: Made, secretNames: SecretNames): Principals {
  const functions = [
    system.ingress,
    system.worker,
    ...Object.values(system.widget?.functions ?? {}),
  ];
  const known = { ...asOnAws(made, secretNames), ...rolesOf(functions) };
  const of = (description: FunctionDescription): Principal => {
    const { name, role } = description;
    return {
      functionName: name,
      hasHandlers: description === system.worker,
      roleId: role.id,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role.name}/${name}`,
      statements: resolveStatements(role.statements, known),
    };
  };
  const operator: Principal = {
    functionName: 'the command line',
    hasHandlers: false,
    roleId: 'Operator',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/operator/local`,
    statements: resolveStatements(system.operator, known),
  };
  return {
    byAccessKey: new Map([
      ...functions.map((each) => [accessKeyOf(each.id), of(each)] as const),
      [OPERATOR_KEY, operator],
    ]),
    worker: of(system.worker),
    resourcePolicies: new Map(
      Object.entries(system.resourcePolicies).map(([id, statements]) => [
        made[id]?.arn ?? id,
        resolveStatements(statements, known),
      ]),
    ),
  };
}

/** On AWS a reference to a secret is its ARN; in the functions' environment here it is its name. */
function asOnAws(made: Made, secretNames: SecretNames): Made {
  const entries = Object.entries(made).map(([id, { ref, arn }]) => {
    if (!secretNames.has(ref)) return [id, { ref, arn }];
    const own = secretArn(ref, secretNames);
    return [id, { ref: own, arn: own }];
  });
  return Object.fromEntries(entries) as Made;
}

function rolesOf(functions: readonly FunctionDescription[]): Made {
  return Object.fromEntries(
    functions.map(({ role: { id, name } }) => [
      id,
      { ref: name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}` },
    ]),
  );
}
