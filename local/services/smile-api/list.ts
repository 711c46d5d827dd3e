import { Refused } from './refused.ts';

/** Things in the order in which they came. */
export interface List<T extends { readonly id: string }> {
  add(thing: T): T;
  /** Puts it in the place of the one with its id. */
  replace(thing: T): T;
  remove(id: string): boolean;
  /** Throws {@link Refused} with 404. */
  get(id: string): T;
  all(): readonly T[];
  /** The newest first, as many as `size` says: those behind the cursor that the page before ended with. */
  page(query: URLSearchParams, filters: Filters<T>): Page<T>;
}

export interface Page<T> {
  readonly nextCursor: string | null;
  readonly items: readonly T[];
}

/** By parameter: its value, checked, becomes what a thing must fulfil to be listed. */
export type Filters<T> = Readonly<Record<string, (value: string) => (thing: T) => boolean>>;

/** Smile OpenAPI 1.14.0. */
const MAX_SIZE = 150;
const DEFAULT_SIZE = 10;

export function createList<T extends { readonly id: string }>(): List<T> {
  const things = new Map<string, { readonly place: number; readonly thing: T }>();
  let places = 0;
  const get = (id: string) => {
    const found = things.get(id);
    if (!found) throw Refused.missing();
    return found;
  };
  return {
    add(thing) {
      places += 1;
      things.set(thing.id, { place: places, thing });
      return thing;
    },
    replace(thing) {
      things.set(thing.id, { place: get(thing.id).place, thing });
      return thing;
    },
    remove: (id) => things.delete(id),
    get: (id) => get(id).thing,
    all: () => [...things.values()].map(({ thing }) => thing),
    page(query, filters) {
      const used = Object.entries(filters).flatMap(([name, filter]) => {
        const value = query.get(name);
        return value === null ? [] : [{ name, value, admits: filter(value) }];
      });
      const key = JSON.stringify(used.map(({ name, value }) => [name, value]));
      const before = placeIn(query.get('cursor'), key);
      const size = sizeIn(query.get('size'));
      const found = [...things.values()]
        .filter(({ place }) => place < before)
        .filter(({ thing }) => used.every(({ admits }) => admits(thing)))
        .toSorted((one, other) => other.place - one.place);
      const page = found.slice(0, size);
      const last = page.at(-1);
      const nextCursor = found.length > size && last ? cursorAt(last.place, key) : null;
      return { nextCursor, items: page.map(({ thing }) => thing) };
    },
  };
}

function sizeIn(text: string | null): number {
  if (text === null) return DEFAULT_SIZE;
  const size = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > MAX_SIZE) throw Refused.invalid('size', `1 to ${MAX_SIZE}`);
  return size;
}

function cursorAt(place: number, key: string): string {
  return Buffer.from(JSON.stringify([place, key])).toString('base64url');
}

/** A cursor depends on the filters of its page (Smile docs, API). */
function placeIn(cursor: string | null, key: string): number {
  if (cursor === null) return Number.POSITIVE_INFINITY;
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [number, string];
    if (read[1] === key) return read[0];
  } catch {
    // The same refusal as for the cursor of other filters.
  }
  throw Refused.invalid('cursor', "the nextCursor of a page with this page's filters");
}
