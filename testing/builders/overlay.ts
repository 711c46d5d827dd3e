import { isRecord } from '../../lambdas/smile/envelope.ts';

/** Any part of `T`, at any depth; lists are replaced as a whole. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | null | undefined }
    : T;

/**
 * `base` with the fields of `changes` laid over it: objects field by field, everything else replaced.
 * `undefined` removes a field. Neither argument is changed.
 */
export function overlay(base: object, changes: object): Record<string, unknown> {
  const fields = new Map<string, unknown>(Object.entries(base));
  for (const [name, change] of Object.entries(changes) as [string, unknown][]) {
    const below = fields.get(name);
    if (change === undefined) fields.delete(name);
    else fields.set(name, isRecord(change) && isRecord(below) ? overlay(below, change) : change);
  }
  // Not by assignment: a field named __proto__ has to become a field.
  return Object.fromEntries(fields);
}
