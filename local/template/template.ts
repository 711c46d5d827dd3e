import { TemplateUnsupported } from './template-unsupported.ts';

/** A synthesized CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A resource with its logical id. */
export interface Part {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources of a type. */
export function partsOf(template: Template, type: string): readonly Part[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) =>
    Type === type ? [{ id, properties: Properties }] : [],
  );
}

/** The resource of a type that the system has one of. */
export function onlyPart(template: Template, type: string): Part {
  const [part, ...more] = partsOf(template, type);
  if (part && more.length === 0) return part;
  throw new TemplateUnsupported(
    type,
    `there are ${more.length + (part ? 1 : 0)} of it; the local run stands in for exactly one`,
  );
}

/** The resource of a type that something else in the template points at. */
export function referredPart(template: Template, type: string, value: unknown, by: string): Part {
  const id = referenceIn(value);
  const part = partsOf(template, type).find((each) => each.id === id);
  if (part) return part;
  throw new TemplateUnsupported(
    by,
    `${JSON.stringify(value)} does not point at an ${type} of this template, which the local run needs`,
  );
}

/** A property that must be a whole number. */
export function numberOf({ id, properties }: Part, name: string): number {
  const value = properties[name];
  if (typeof value === 'number') return value;
  throw new TemplateUnsupported(id, `${name} must be a number, not ${JSON.stringify(value)}`);
}

/** A property that must be plain text. */
export function textOf({ id, properties }: Part, name: string): string {
  const value = properties[name];
  if (typeof value === 'string') return value;
  throw new TemplateUnsupported(id, `${name} must be text, not ${JSON.stringify(value)}`);
}

/** Refuses properties that would change what happens, and that nobody here reads. */
export function refuseOthers({ id, properties }: Part, read: readonly string[]): void {
  const other = Object.keys(properties).find((name) => !read.includes(name));
  if (other === undefined) return;
  throw new TemplateUnsupported(id, `the local run does not know what ${other} does`);
}

/** The logical id behind `Ref` or `Fn::GetAtt`. */
export function referenceIn(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as Record<string, unknown>;
  if (typeof Ref === 'string') return Ref;
  return Array.isArray(attribute) ? String(attribute[0]) : undefined;
}
