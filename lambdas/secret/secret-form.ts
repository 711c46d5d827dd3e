/** What was found in a secret's JSON. */
export type FoundValue<T> =
  | {
      readonly value: T;
      /** Sentences about parts that are wrong and that the value goes without. */
      readonly ignored: readonly string[];
      readonly fault?: undefined;
    }
  | {
      /** A sentence about what is wrong. It holds nothing of the secret. */
      readonly fault: string;
      readonly value?: undefined;
    };

/** What a secret holds, and how it is read. */
export interface SecretForm<T> {
  /** How the JSON must look, for the person who has to fix it. */
  readonly form: string;
  /** By hand: a schema library for three strings would be a tenth of the bundle. */
  readonly find: (json: unknown) => FoundValue<T>;
}

/** Editors and shells on Windows write it in front of a file; JSON does not allow it (RFC 8259, section 8.1). */
const BYTE_ORDER_MARK = /^\uFEFF/;

/** Reads the text of a secret. Never throws: the parser's own error would quote the secret. */
export function parseSecret<T>(text: string, { find }: SecretForm<T>): FoundValue<T> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(BYTE_ORDER_MARK, ''));
  } catch {
    return { fault: 'The text is not JSON.' };
  }
  return find(json);
}
