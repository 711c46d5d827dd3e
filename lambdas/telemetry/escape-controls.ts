/**
 * Characters that a terminal or a console acts upon, or does not show: control characters, line and paragraph
 * separators, direction marks, whatever has no width, and what is no character at all. Tabs are harmless.
 */
const UNSEEN =
  /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/**
 * Writes such characters as `\u` escapes, so that an id in a log can neither colour a terminal, nor begin a new
 * line, nor turn the text around it. In a line of JSON they are the same text as before.
 *
 * @param line JSON in one line, or any other line without its end
 */
export function escapeControls(line: string): string {
  return line.replace(UNSEEN, asEscape);
}

/** The same for text of several lines, such as indented JSON. */
export function escapeControlsInLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}

/** Beyond U+FFFF JSON writes two escapes. */
function asEscape(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
