import type { Resource, Template } from './template.ts';

/** What the CDK makes once per stack, for all receivers in it: the function that empties their buckets. */
const OF_ALL = /^CustomS3AutoDeleteObjects/;

/**
 * The part of a template that is of one receiver, as if nothing else were there: its resources and outputs,
 * without the receiver's id in front of theirs.
 *
 * @param prefix the receiver's id
 */
export function receiverIn({ Resources, Outputs }: Template, prefix: string): Template {
  const own = Object.keys(Resources).filter((id) => id.startsWith(prefix));
  const empties = own.some((id) => Resources[id]?.Type === 'Custom::S3AutoDeleteObjects');
  const shared = empties ? Object.keys(Resources).filter((id) => OF_ALL.test(id)) : [];
  const ids = new Map([
    ...own.map((id) => [id, id.slice(prefix.length)] as const),
    ...shared.map((id) => [id, id] as const),
  ]);
  const resources = Object.entries(Resources).flatMap(([id, resource]) => {
    const name = ids.get(id);
    return name === undefined ? [] : [[name, renamed(resource, ids)] as const];
  });
  const outputs = Object.entries(Outputs)
    .filter(([id]) => id.startsWith(prefix))
    .map(([id, output]) => [id.slice(prefix.length), renamed(output, ids)] as const);
  return {
    Resources: Object.fromEntries(resources) as Record<string, Resource>,
    Outputs: Object.fromEntries(outputs) as Template['Outputs'],
  };
}

/** A copy in which everything that refers to a resource does so by its other id. */
function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, ids));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, renamed(inner, ids)]),
  );
}
