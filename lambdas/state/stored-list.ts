import { isCode } from '../smile/code.ts';

/** A dozen providers is already unusual; an item that grows costs a write unit for every KB. */
const MAX_ENTRIES = 32;

/** What state keeps of a list: codes and ids of providers only, and not more than an item can bear. */
export function storedList(entries: readonly string[]): readonly string[] {
  return entries.filter(isCode).slice(0, MAX_ENTRIES);
}
