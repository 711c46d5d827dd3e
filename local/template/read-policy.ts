import { isDeepStrictEqual } from 'node:util';
import { TemplateUnsupported } from './template-unsupported.ts';
import type { Part } from './template.ts';

/**
 * The addresses that an API's resource policy lets in.
 *
 * Only what the stack writes is read: statements that allow anybody from some addresses to call the one
 * method. Judging any other half-right would be worse than not at all, so it stops the start.
 *
 * @param api the RestApi
 * @returns CIDR blocks
 * @throws TemplateUnsupported
 */
export function readAllowedSources(
  { id, properties }: Part,
  method: string,
  path: string,
): readonly string[] {
  const policy = properties.Policy as { readonly Statement?: unknown } | undefined;
  if (policy === undefined) {
    throw new TemplateUnsupported(id, 'it has no resource policy, so everybody could call it');
  }
  const { Statement } = policy;
  if (!Array.isArray(Statement) || Statement.length === 0) {
    throw new TemplateUnsupported(id, 'its resource policy has no statement');
  }
  return Statement.flatMap((statement: unknown) => sourcesOf(id, statement, method, path));
}

function sourcesOf(id: string, statement: unknown, method: string, path: string): string[] {
  const { Condition, ...rest } = (statement ?? {}) as Readonly<Record<string, unknown>>;
  const expected = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: `execute-api:/*/${method}${path}`,
  };
  for (const [name, value] of Object.entries({ ...rest, ...missingFrom(rest, expected) })) {
    const wanted = (expected as Readonly<Record<string, unknown>>)[name];
    if (value === wanted) continue;
    const said = `its resource policy says ${name} ${JSON.stringify(value)}`;
    const judged = wanted === undefined ? '' : `; it judges ${JSON.stringify(wanted)} only`;
    throw new TemplateUnsupported(id, `${said}, which the local gateway cannot judge${judged}`);
  }
  const sources = addressesIn(Condition);
  if (sources && isDeepStrictEqual(Condition, { IpAddress: { 'aws:SourceIp': sources } })) {
    return [sources].flat();
  }
  throw new TemplateUnsupported(
    id,
    `its resource policy has the condition ${JSON.stringify(Condition)}; the local gateway judges IpAddress with aws:SourceIp only`,
  );
}

function missingFrom(statement: object, expected: object): Record<string, unknown> {
  const names = Object.keys(expected).filter((name) => !(name in statement));
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** One address or several: both are written. */
function addressesIn(condition: unknown): string | string[] | undefined {
  const { IpAddress } = (condition ?? {}) as { readonly IpAddress?: Record<string, unknown> };
  const sources = IpAddress?.['aws:SourceIp'];
  const all = [sources].flat();
  const readable = all.length > 0 && all.every((source) => typeof source === 'string');
  return readable ? (sources as string | string[]) : undefined;
}
