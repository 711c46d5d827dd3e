import * as z from 'zod/mini';
import { isRecord } from '../envelope.ts';

/** A published value, or one that Smile adds tomorrow. Editors still complete the published ones. */
export type Open<T extends string> = T | (string & {});

/*
 * Zod puts its own checks of a length to anything that has a `length`, objects out of a body too, and
 * comparing such a one may throw. These are asked of text only.
 */
export const notEmpty = z.refine<string>((value) => value !== '');
export const atMost = (characters: number) =>
  z.refine<string>(({ length }) => length <= characters);

/** An id that the event is about. The only kind of field whose absence rejects an event. */
export const id = z.string().check(notEmpty);

/**
 * One case for the three that Smile mixes: null, absent and a value of another kind all arrive as
 * undefined. The ledger keeps the body as it was sent.
 */
export function lenient<T extends z.ZodMiniType>(inner: T): z.ZodMiniCatch<z.ZodMiniOptional<T>> {
  return z.catch(z.optional(inner), () => undefined as z.output<z.ZodMiniOptional<T>>);
}

export const text = lenient(z.string());
export const flag = lenient(z.boolean());
/** Amounts are JSON numbers in the currency's main unit, with decimals (Smile OpenAPI 1.14.0). */
export const number = lenient(z.number());

/** A number that may come as a decimal string; arrives as a number. */
export const count = lenient(
  z.pipe(
    z.transform((value: unknown) =>
      typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
    ),
    z.number(),
  ),
);

const textOrNumber = z.pipe(
  z.transform((value: unknown) => (typeof value === 'number' ? String(value) : value)),
  z.string(),
);

/** A text that Smile sometimes sends as a number; arrives as text. */
export const label = lenient(textOrNumber);

/** A value out of an open list. */
export function known<T extends string>() {
  return lenient(z.string() as z.ZodMiniType<Open<T>, string>);
}

/** A value out of an open list that sometimes comes as a number; arrives as text. */
export function code<T extends string>() {
  return lenient(textOrNumber as z.ZodMiniType<Open<T>>);
}

/** Always a list: empty for null, absent or no list at all. Entries of another kind are left out. */
export function list<T extends z.ZodMiniType>(item: T) {
  return z.catch(
    z.pipe(
      z.array(lenient(item)),
      z.transform((items) => items.filter((entry) => entry !== undefined) as z.output<T>[]),
    ),
    () => [],
  );
}

/** A list of values out of an open list. */
export function knownList<T extends string>() {
  return list(z.string() as z.ZodMiniType<Open<T>, string>);
}

export const texts = list(z.string());

/** Content that may be missing: null, absent and `{}` arrive as undefined. */
export function content<T extends z.ZodMiniType>(inner: T) {
  return lenient(
    z.pipe(
      z.transform((value: unknown) => (isEmpty(value) ? undefined : value)),
      z.optional(inner),
    ),
  );
}

/**
 * Reads a field under another name that Smile's sources use for it. The alias only counts while the
 * field itself is null or absent, and is gone afterwards.
 */
export function renamed<T extends z.ZodMiniType>(alias: string, name: string, schema: T) {
  return z.pipe(
    z.transform((value: unknown) => {
      if (!isRecord(value) || !Object.hasOwn(value, alias)) return value;
      const { [alias]: aliased, ...rest } = value;
      return isAbsent(rest[name]) ? { ...rest, [name]: aliased } : value;
    }),
    schema,
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}
