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
  const { code } = error as { code?: unknown };
  return {
    class: IDENTIFIER.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && IDENTIFIER.test(code) ? { code } : {}),
  };
}

/** The stack's frames without its head, where the message stands. Empty when there are none. */
export function stackFrames(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return '';
  const afterMessage = error.stack.indexOf(error.message) + error.message.length;
  const frames = error.stack.slice(afterMessage).match(/^ {4}at .+$/gm) ?? [];
  return frames.slice(0, 12).join('\n');
}
