import type { LogFields } from './log.ts';

/** An error reduced to what may be written down: never its message, which can hold personal data. */
export interface ErrorDescription {
  readonly class: string;
  readonly code?: string;
}

/** Names and codes are identifiers; anything else in their place is not trusted. */
const IDENTIFIER = /^[A-Za-z_$][\w$.:-]{0,63}$/;

/** Class and code of anything thrown. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { class: 'NotAnError' };
  const code = identifierIn(error, 'code');
  return {
    class: identifierIn(error, 'name') ?? 'Error',
    ...(code === undefined ? {} : { code }),
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

/**
 * The stack's frames without its head, where the message stands. Empty when there are none, and when
 * the message is not where it was when the stack was made: then it cannot be told from frames.
 */
export function stackFrames(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const stack = textIn(error, 'stack');
  const message = textIn(error, 'message');
  if (stack === undefined || message === undefined) return '';
  const place = stack.indexOf(message);
  if (place < 0) return '';
  const behindMessage = stack.slice(place + message.length);
  const frames = behindMessage.match(FRAME) ?? [];
  return frames.slice(0, MOST_FRAMES).join('\n');
}

function identifierIn(error: object, field: string): string | undefined {
  const text = textIn(error, field);
  return text !== undefined && IDENTIFIER.test(text) ? text : undefined;
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
