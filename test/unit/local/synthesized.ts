import type { Resource, Template } from '../../../local/template/template.ts';
import { deliveredTemplate } from '../../delivered/template.ts';

/** Changes the properties of the resources of a type in a copy of a template. */
export type Change = (properties: Record<string, unknown>) => void;

/** The project's own template as delivered, as the local run reads it. */
export const synthesized: Template = await deliveredTemplate();

/** A copy of it, changed. Fails when it has no resource of the type: then it would test nothing. */
export function changed(type: string, change: Change, template = synthesized): Template {
  const copy = structuredClone(template);
  const found = Object.values(copy.Resources).filter(({ Type }) => Type === type);
  if (found.length === 0) throw new Error(`The template has no ${type}.`);
  for (const { Properties } of found) change(Properties as Record<string, unknown>);
  return copy;
}

/** A copy of it with one resource more. */
export function extended(id: string, resource: Resource): Template {
  return { Resources: { ...synthesized.Resources, [id]: resource } };
}
