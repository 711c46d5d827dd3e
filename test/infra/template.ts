/** A synthesized CloudFormation template. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

/** A resource with the id under which the template has it. */
export interface Found {
  readonly id: string;
  readonly resource: Resource;
}

type Path = readonly (string | number)[];

/** The resources of a type. */
export function all(template: Template, type: string): readonly Found[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, resource]) => ({ id, resource }));
}

/** The one resource of a type whose id begins like this. Throws when there is none. */
export function one(template: Template, type: string, idBegins = ''): Found {
  const [found, ...others] = all(template, type).filter(({ id }) => id.startsWith(idBegins));
  if (!found || others.length > 0) {
    throw new Error(
      `Expected one ${type} ${idBegins}, there are ${found ? 1 + others.length : 0}.`,
    );
  }
  return found;
}

/** What is at a path of a resource's properties; undefined when there is nothing. */
export function property({ resource }: Found, ...path: Path): unknown {
  return at(resource.Properties, path);
}

export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step],
    value,
  );
}

/** A copy of the template in which one property of a resource is another; undefined removes it. */
export function withProperty(template: Template, id: string, path: Path, value: unknown): Template {
  const copy = structuredClone(template);
  const last = path.at(-1) as string;
  const holder = at(copy.Resources[id], ['Properties', ...path.slice(0, -1)]);
  if (typeof holder !== 'object' || holder === null)
    throw new Error(`${id} has no ${path.join('.')}`);
  const properties = holder as Record<string, unknown>;
  if (value === undefined) delete properties[last];
  else properties[last] = value;
  return copy;
}

/** References become `${LogicalId}` and `${LogicalId.Attribute}`, joins become text. */
export function words(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, argument] = []] = Object.entries(value);
  if (kind === 'Ref') return `\${${String(argument)}}`;
  if (kind === 'Fn::GetAtt') return `\${${(argument as string[]).join('.')}}`;
  if (kind === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(words).join(separator);
  }
  return JSON.stringify(value);
}

/** Everything inside a value that is a text, keys left out. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
