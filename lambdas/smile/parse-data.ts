import * as z from 'zod/mini';
import { isRecord } from './envelope.ts';
import { EventSchemaError } from './event-schema-error.ts';

/** `data` as its schema evens it out; throws {@link EventSchemaError} with the fields that are wrong. */
export function parseData(schema: z.ZodMiniType, type: string, data: unknown): unknown {
  if (!isRecord(data)) throw new EventSchemaError(type, ['data'], 'data-missing');
  const result = z.safeParse(schema, data);
  if (result.success) return result.data;
  const paths = result.error.issues.map((issue) => ['data', ...issue.path].join('.'));
  throw new EventSchemaError(type, [...new Set(paths)]);
}
