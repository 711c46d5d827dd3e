import * as z from 'zod/mini';
import { isCode, isWordId } from '../code.ts';
import { idIn, instantOf, isRecord } from '../envelope.ts';

/** A published value, or one that Smile adds tomorrow. Editors still complete the published ones. */
export type Open<T extends string> = T | (string & {});

/*
 * Zod puts its own checks of a length to anything that has a `length`, objects out of a body too, and
 * comparing such a one may throw. These are asked of text only.
 */
export const notEmpty = z.refine<string>((value) => value !== '');
export const atMost = (characters: number) =>
  z.refine<string>(({ length }) => length <= characters);

/** Smile's path ids end at 200 characters (Smile OpenAPI 1.14.0); at 256 every key of a table takes them. */
const MAX_ID = 256;

/**
 * An id that the event is about. The only kind of field whose absence rejects an event. A number arrives as
 * text. Half a character is refused: a table would take two such ids for one.
 */
export const id = z.pipe(
  z.transform(idIn),
  z.string().check(
    notEmpty,
    atMost(MAX_ID),
    z.refine<string>((value) => value.isWellFormed()),
  ),
);

/**
 * One case for the three that Smile mixes: null, absent and a value of another kind all arrive as
 * undefined. The ledger keeps the body as it was sent.
 */
export function lenient<T extends z.ZodMiniType>(inner: T): z.ZodMiniCatch<z.ZodMiniOptional<T>> {
  return z.catch(z.optional(inner), () => undefined as z.output<z.ZodMiniOptional<T>>);
}

/** An id that tells more about the event, and that it can do without: what does not look like one is left out. */
export const optionalId = lenient(
  z.pipe(z.transform(idIn), z.string().check(z.refine<string>(isWordId))),
);

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

/**
 * A code out of an open list, which sometimes comes as a number; arrives as text. Text that is not a code is
 * left out here, and stays in the body.
 */
export function code<T extends string>() {
  return lenient(
    z.pipe(
      textOrNumber,
      z.string().check(z.refine<string>(isCode)) as z.ZodMiniType<Open<T>, string>,
    ),
  );
}

/** A list of codes out of an open list. */
export function codes<T extends string>() {
  return list(z.string().check(z.refine<string>(isCode)) as z.ZodMiniType<Open<T>, string>);
}

/** A date or date-time, ISO 8601; anything else is left out. */
export const instant = lenient(
  z.string().check(
    atMost(64),
    z.refine<string>((value) => !Number.isNaN(instantOf(value))),
  ),
);

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
