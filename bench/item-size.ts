/** An item as it travels: names, and values by their type. */
export type WireItem = Readonly<Record<string, WireValue>>;
export type WireValue = Readonly<Record<string, unknown>>;

/** The size of a type that nobody here writes. */
export class SizeUnknown extends Error {
  override readonly name = 'SizeUnknown';
  readonly code = 'size-unknown';
  constructor(type: string) {
    super(`The size of DynamoDB's type ${type} is not known: add it to bench/item-size.ts.`);
  }
}

/**
 * Bytes that DynamoDB counts for an item (Developer Guide, "DynamoDB item sizes and formats").
 *
 * @throws SizeUnknown
 */
export function itemBytes(item: WireItem): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

/** Write units of so many bytes: one for each KiB begun, one at least. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

function valueBytes(value: WireValue): number {
  const [[type, content] = ['none', undefined]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(content as string);
    case 'N':
      return numberBytes(content as string);
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'L': {
      const members = content as readonly WireValue[];
      return members.reduce((sum, member) => sum + 1 + valueBytes(member), 3);
    }
    case 'M': {
      const members = content as WireItem;
      return 3 + Object.keys(members).length + itemBytes(members);
    }
    default:
      throw new SizeUnknown(type);
  }
}

/** A byte for two digits, without the zeros around them, one more, and one for a sign. */
function numberBytes(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
  return 1 + Math.ceil(digits / 2) + (text.startsWith('-') ? 1 : 0);
}
