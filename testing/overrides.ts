/**
 * Some fields of `T`, at any depth, with the types that `T` gives them. Lists are given as a whole. A field that
 * `T` does not name is refused, also where Smile may send more than is known.
 */
export type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T as string extends K ? never : K]?: Overrides<T[K]> }
    : T;
