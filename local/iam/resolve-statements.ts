import { ACCOUNT, REGION } from '../aws.ts';
import type { Statement } from '../template/read-role.ts';
import { type Made, resolvedText } from '../template/resolve.ts';

/**
 * Statements with text in place of references. What they refer to and this machine does not have, such as a
 * log group, gets an ARN that no call names.
 */
export function resolveStatements(
  statements: readonly Statement[],
  made: Made,
): readonly Statement[] {
  return statements.map((statement) => resolved(statement, made) as Statement);
}

function resolved(value: unknown, made: Made): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, made));
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) return resolvedText(value, made) ?? elsewhere(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, resolved(each, made)]),
  );
}

function isReference(value: object): boolean {
  const names = Object.keys(value);
  return names.length === 1 && names.every((name) => name === 'Ref' || name.startsWith('Fn::'));
}

function elsewhere(reference: object): string {
  const written = JSON.stringify(reference).replaceAll(/[^\w-]+/g, '-');
  return `arn:aws:elsewhere:${REGION}:${ACCOUNT}:${written}`;
}
