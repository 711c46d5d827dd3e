const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * JSON with line breaks. Works on the text, so that no number and no character becomes another one; what is not JSON
 * stays readable, too.
 */
export function indented(text: string): string {
  let [written, depth] = ['', 0];
  const line = () => `\n${'  '.repeat(Math.max(0, depth))}`;
  for (const [token] of text.matchAll(TOKEN)) {
    const isEnd = token === '}' || token === ']';
    if (isEnd) depth -= 1;
    const isEmpty = isEnd && /[{[]$/.test(written);
    const isAfterBegin = /[{[,]$/.test(written);
    if ((isEnd && !isEmpty) || (!isEnd && isAfterBegin)) written += line();
    written += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
  }
  return written;
}
