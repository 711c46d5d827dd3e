import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { dateTime } from '../../testing/builders/dates.ts';
import { overlay } from '../../testing/builders/overlay.ts';
import { isRecord } from '../../lambdas/smile/envelope.ts';
import { EVENT_TYPES, type EventType, isEventType } from '../../lambdas/smile/events.ts';
import type { TriggerOptions } from '../commands/trigger.ts';
import { Misused } from '../misused.ts';
import { nearest } from '../nearest.ts';
import { checkPath, type Setting } from './settings.ts';

/** Makes a body: with every call a new event, or the same bytes. */
export type MakeBody = () => Buffer;

const DAY_SECONDS = 86_400;

/**
 * Prepares the bodies to send.
 *
 * @throws Misused
 */
export async function bodyMaker(
  type: string | undefined,
  { file, ...options }: Pick<TriggerOptions, 'user' | 'set' | 'late' | 'file'>,
): Promise<MakeBody> {
  if (file !== undefined) {
    if (type !== undefined) {
      throw new Misused('--file sends the file as it is; leave the event type out.');
    }
    const bytes = await bytesOf(file);
    return () => bytes;
  }
  if (type === undefined)
    throw new Misused('Name an event type; smile trigger --list prints them.');
  if (!isEventType(type)) {
    throw new Misused(
      `There is no event type ${type}. Did you mean ${nearest(type.toUpperCase(), EVENT_TYPES)}? smile trigger --list prints them all; --file sends what is not among them.`,
    );
  }
  const changes = changesOf(type, options);
  return () => Buffer.from(JSON.stringify(buildEvent(type, changes)));
}

async function bytesOf(file: string): Promise<Buffer> {
  if (file === '-') return await buffer(process.stdin);
  return await readFile(file).catch(() => {
    throw new Misused(`${file} cannot be read.`);
  });
}

function changesOf(
  type: EventType,
  { user, set = [], late }: Pick<TriggerOptions, 'user' | 'set' | 'late'>,
): Record<string, unknown> {
  const example = buildEvent(type);
  for (const [path] of set) checkPath(path, example);
  const users = user === undefined ? [] : userPaths(type, example.data);
  const settings: readonly Setting[] = [
    ...users.map((path) => [path, user] as const),
    ...(late === undefined ? [] : [[['createdAt'], dateTime(late / DAY_SECONDS)] as const]),
    ...set,
  ];
  return settings
    .map(([path, value]) => nest(path, value))
    .reduce<Record<string, unknown>>(overlay, {});
}

/** Where a type says whom it is about: in its data, in the session within, or in both. */
function userPaths(type: EventType, data: unknown): readonly string[][] {
  const session = isRecord(data) ? data.session : undefined;
  const paths = [
    ...(isRecord(data) && 'userId' in data ? [['data', 'userId']] : []),
    ...(isRecord(session) && 'userId' in session ? [['data', 'session', 'userId']] : []),
  ];
  if (paths.length === 0) throw new Misused(`${type} names no user; leave --user out.`);
  return paths;
}

function nest(path: readonly string[], value: unknown): object {
  return path.reduceRight((inner, name) => Object.fromEntries([[name, inner]]), value) as object;
}
