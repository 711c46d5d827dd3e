import { buildEvent, type EventOverrides } from '../../../testing/builders/build-event.ts';
import { type Envelope, isRecord, readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { type EventType, parseEvent, type SmileEvent } from '../../../lambdas/smile/events.ts';
import { STRICT_IDS } from './strict-ids.ts';

export type Path = readonly (string | number)[];

/** What the receiver makes of a value that went over the wire as JSON. */
export function receive(event: unknown): Envelope {
  const { envelope, unreadable } = readEnvelope(Buffer.from(JSON.stringify(event)));
  if (unreadable !== undefined) throw new Error(`Unreadable: ${unreadable}`);
  return envelope;
}

/** The parsed event of this type, after the overrides and a way over the wire. */
export function parsed<T extends EventType>(
  type: T,
  overrides: EventOverrides<T> = {},
): SmileEvent<T> {
  return parseEvent(receive(buildEvent(type, overrides))) as SmileEvent<T>;
}

/** The paths of everything inside, containers and leaves. */
export function pathsOf(value: unknown, path: Path = []): Path[] {
  const inside = Array.isArray(value)
    ? value.flatMap((entry, index) => pathsOf(entry, [...path, index]))
    : isRecord(value)
      ? Object.entries(value).flatMap(([name, field]) => pathsOf(field, [...path, name]))
      : [];
  return path.length === 0 ? inside : [path, ...inside];
}

/** The paths inside `data` that neither are a strict id nor hold one. */
export function freePaths(type: EventType, data: object): Path[] {
  const strict = STRICT_IDS[type].map((id) => `${id}.`);
  return pathsOf(data).filter((path) => !strict.some((id) => id.startsWith(`${path.join('.')}.`)));
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** A copy of `root` with another value at `path`. */
export function replacedAt<T>(root: T, path: Path, value: unknown): T {
  const copy = structuredClone(root);
  const holder = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  holder[path.at(-1) ?? ''] = value;
  return copy;
}
