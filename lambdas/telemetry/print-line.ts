import { escapeControls } from './escape-controls.ts';

/** Writes an object as one line of the function's log, past Lambda's own wrapping of `console`. */
export function printLine(line: object): void {
  process.stdout.write(`${escapeControls(JSON.stringify(line))}\n`);
}
