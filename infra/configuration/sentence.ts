import type { z } from 'zod';

/**
 * The first thing that is wrong with what is written down for a stage, as one sentence.
 *
 * @param where it is written down
 */
export function sentenceOf(
  where: string,
  written: unknown,
  schema: z.ZodType,
  error: z.ZodError,
): string {
  const [issue] = error.issues as [z.core.$ZodIssue, ...z.core.$ZodIssue[]];
  if (issue.code === 'unrecognized_keys') {
    const key = nameOf([...issue.path, issue.keys[0] ?? '']);
    const known = keysAt(schema, issue.path).join(', ');
    return `${where}: the key ${key} is unknown; remove it, or use one of ${known}.`;
  }
  if (issue.code === 'invalid_key') {
    return `${where}: the key ${nameOf(issue.path)} ${issue.issues[0]?.message}.`;
  }
  const name = issue.path.length > 0 ? `the key ${nameOf(issue.path)}` : 'the configuration';
  return `${where}: ${name} is ${shown(valueAt(written, issue.path))}, it ${demandOf(issue)}.`;
}

/** Our own messages say what must be; what zod says by itself is only made to read like them. */
function demandOf({ message }: z.core.$ZodIssue): string {
  return message.startsWith('Invalid input: expected ')
    ? message.replace('Invalid input: expected ', 'must be of type ').replace(/, received.*/, '')
    : message;
}

function shown(input: unknown): string {
  if (input === undefined) return 'missing';
  const text = JSON.stringify(input);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function valueAt(written: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
    written,
  );
}

function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`,
    )
    .join('');
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const { innerType, out, shape, element } = schema.def as {
    readonly innerType?: z.ZodType;
    readonly out?: z.ZodType;
    readonly shape?: Readonly<Record<PropertyKey, z.ZodType>>;
    readonly element?: z.ZodType;
  };
  const inner = innerType ?? out;
  if (inner) return keysAt(inner, path);
  const [first, ...rest] = path;
  if (first === undefined) return Object.keys(shape ?? {});
  const inside = shape?.[first] ?? element;
  return inside ? keysAt(inside, rest) : [];
}
