import { buildEvent } from '../../testing/builders/build-event.ts';
import { overlay } from '../../testing/builders/overlay.ts';
import { EventSchemaError } from '../../lambdas/smile/event-schema-error.ts';
import { isRecord } from '../../lambdas/smile/envelope.ts';
import { type EventType, parseEvent } from '../../lambdas/smile/events.ts';

/** Where a field stands in an event: `['data', 'session', 'userId']`. */
export type Path = readonly string[];

/**
 * The fields without which an event of this type is refused. Found by leaving out one after the other,
 * so that the schema itself answers.
 */
export function strictIdsOf(type: EventType): readonly Path[] {
  const { data } = buildEvent(type);
  return pathsIn(data, ['data']).filter((path) => !isRead(type, nest(path, undefined)));
}

/** An object that holds one value at a path. */
export function nest(path: Path, value: unknown): Record<string, unknown> {
  const [name = '', ...rest] = path;
  return { [name]: rest.length > 0 ? nest(rest, value) : value };
}

/** Lays several values over nothing, each at its path. */
export function nestAll(values: readonly (readonly [Path, unknown])[]): Record<string, unknown> {
  return values
    .map(([path, value]) => nest(path, value))
    .reduce<Record<string, unknown>>(overlay, {});
}

function pathsIn(value: unknown, path: Path): Path[] {
  if (!isRecord(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, [...path, name]));
}

function isRead(type: EventType, changes: Record<string, unknown>): boolean {
  try {
    parseEvent(buildEvent(type, changes));
    return true;
  } catch (error) {
    if (error instanceof EventSchemaError) return false;
    throw error;
  }
}
