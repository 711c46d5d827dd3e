import { isErrorClass, isErrorCode } from './error-names.ts';
import type { LogFields } from './log.ts';
import { sourceFrames } from './source-frames.ts';

/**
 * An error reduced to what may be written down: never its message, which can hold personal data. A name or a code
 * that may be anything else is left out.
 */
export interface ErrorDescription {
  readonly class: string;
  readonly code?: string;
}

/** Class and code of anything thrown. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { class: 'NotAnError' };
  const name = textIn(error, 'name') ?? '';
  const code = textIn(error, 'code') ?? '';
  return {
    class: isErrorClass(name) ? name : 'Error',
    ...(isErrorCode(code) ? { code } : {}),
  };
}

/** The same as fields of a log line. */
export function errorFields(error: unknown): LogFields {
  const { class: errorClass, code } = describeError(error);
  return { errorClass, code };
}

/** A stack frame as V8 writes it: it ends with a place. */
const FRAME = /^ {4}at .*(?::\d+:\d+|native|<anonymous>)\)?$/gm;
const MOST_FRAMES = 12;

/** A name without an end of line, behind which it could go on like frames. */
const ONE_WORD = /^[A-Za-z_$][\w$.:-]{0,63}$/;

/** What stands before the message: `Error`, `TypeError [ERR_INVALID_URL]`. */
const CLASS = /^[\w$.]+(?: \[\w+\])?/;

/**
 * The stack's frames without its head, where the message stands, at the places of the sources. Empty when there are none, and when
 * the message is not the one with which the stack was made: then it cannot be told from frames.
 */
export function stackFrames(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const stack = textIn(error, 'stack');
  const message = textIn(error, 'message');
  const [className] = CLASS.exec(stack ?? '') ?? [];
  // V8 writes the head when it is first asked for it: by then a name may be anything, too.
  const isNamed = ONE_WORD.test(textIn(error, 'name') ?? '');
  if (stack === undefined || message === undefined || !isNamed || className === undefined) {
    return '';
  }
  const head = message === '' ? className : `${className}: ${message}`;
  if (!stack.startsWith(`${head}\n`)) return '';
  const frames = stack.slice(head.length).match(FRAME) ?? [];
  return sourceFrames(frames.slice(0, MOST_FRAMES).join('\n'));
}

/** Errors of others can be anything: a member may be missing, no text, or throw when it is read. */
function textIn(error: object, field: string): string | undefined {
  try {
    const value = (error as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
