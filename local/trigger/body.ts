import { readFile } from 'node:fs/promises';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { overlay } from '../../testing/builders/overlay.ts';
import { isRecord } from '../../lambdas/smile/envelope.ts';
import { EVENT_TYPES, type EventType, isEventType } from '../../lambdas/smile/events.ts';
import type { TriggerArguments } from './arguments.ts';
import { TriggerMisused } from './trigger-misused.ts';

/**
 * Prepares the bodies to send: with every call a new event, or the same file.
 *
 * @throws TriggerMisused for an unknown type, or a user where the type names none
 */
export async function bodyMaker(
  wanted: Pick<TriggerArguments, 'type' | 'user' | 'set' | 'file'>,
): Promise<() => Buffer> {
  const { type = '', user, set, file } = wanted;
  if (file !== undefined) {
    const bytes = await readFile(file).catch(() => {
      throw new TriggerMisused(`${file} cannot be read.`);
    });
    return () => bytes;
  }
  if (!isEventType(type)) {
    throw new TriggerMisused(
      `Smile sends no ${type}; use --file for it. Types: ${EVENT_TYPES.join(', ')}.`,
    );
  }
  const users = user === undefined ? [] : userPaths(type).map((path) => [path, user] as const);
  const overrides = [...users, ...set]
    .map(([path, value]) => nest(path, value))
    .reduce<Record<string, unknown>>(overlay, {});
  return () => Buffer.from(JSON.stringify(buildEvent(type, overrides)));
}

/** Where a type says whom it is about: in its data, in the session within, or in both. */
function userPaths(type: EventType): string[][] {
  const data: unknown = buildEvent(type).data;
  const session = isRecord(data) ? data.session : undefined;
  const paths = [
    ...(isRecord(data) && 'userId' in data ? [['data', 'userId']] : []),
    ...(isRecord(session) && 'userId' in session ? [['data', 'session', 'userId']] : []),
  ];
  if (paths.length === 0) throw new TriggerMisused(`${type} names no user; leave --user out.`);
  return paths;
}

function nest(path: readonly string[], value: unknown): object {
  return path.reduceRight((inner, name) => Object.fromEntries([[name, inner]]), value) as object;
}
