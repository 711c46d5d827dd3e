import { InvalidArgumentError } from 'commander';
import { isRecord } from '../../lambdas/smile/envelope.ts';
import { Misused } from '../misused.ts';
import { nearest } from '../nearest.ts';

/** Path into the event, and the value to put there. */
export type Setting = readonly [path: readonly string[], value: unknown];

/** Reads `data.providers=["grab"]`: JSON where it is JSON, else text. */
export function settingOption(text: string, before: readonly Setting[] = []): readonly Setting[] {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(equals, 0)).split('.');
  if (path.includes('')) {
    throw new InvalidArgumentError('It takes path=value, like data.status=LINKED.');
  }
  return [...before, [path, jsonOrText(text.slice(equals + 1))]];
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * Refuses a path that an event does not have.
 *
 * @param event of the type, with every field that Smile sends
 * @throws Misused, which names the nearest path
 */
export function checkPath(path: readonly string[], event: { readonly type: string }): void {
  if (isIn(path, event)) return;
  const guess = nearest(path.join('.'), pathsIn(event));
  throw new Misused(
    `${event.type} has no field ${path.join('.')}. Did you mean ${guess}? To send a field that Smile does not send, use --edit.`,
  );
}

/** What is null in the example can be anything in another event. */
function isIn(path: readonly string[], value: unknown): boolean {
  const [name, ...rest] = path;
  if (name === undefined || value === null) return true;
  return isRecord(value) && Object.hasOwn(value, name) && isIn(rest, value[name]);
}

function pathsIn(value: unknown, before = ''): readonly string[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    [before + name].concat(pathsIn(inner, `${before}${name}.`)),
  );
}
