import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/** Code that its reader has not written: Node's, Lambda's, a package's, ours, and what `eval` was given. */
const OF_OTHERS =
  /^(?:node|file|smile-event-receiver):|^smile-event-receiver\/|(?:^|\/)node_modules\/|^\/var\/runtime\/|<anonymous>/;

const maps = new Map<string, SourceMap | undefined>();

/**
 * Stack frames with the places of the sources that a bundle was made of, if there is a source map beside it.
 * The map is read at the first call: a function that works never loads it.
 *
 * @param frames one per line, as V8 writes them
 */
export function sourceFrames(frames: string): string {
  return frames
    .split('\n')
    .map((frame) => {
      const { place, file, line, column } = partsOf(frame);
      // Not `findOrigin`: it counts on from there in columns of the bundle, whose names are longer.
      const origin = mapOf(file)?.findEntry(line - 1, column - 1);
      if (origin === undefined || !('originalSource' in origin)) return frame;
      const { originalSource, originalLine, originalColumn } = origin;
      const found = `${originalSource}:${originalLine + 1}:${originalColumn + 1}`;
      return frame.replace(place, () => found);
    })
    .join('\n');
}

/**
 * The frame that a reader looks at first: the innermost one in a file of their own, as
 * `src/smile-handlers.ts:41:18 refetch`. Undefined if there is none.
 *
 * @param frames as {@link sourceFrames} gives them
 */
export function ownFrame(frames: string): string | undefined {
  const own = frames
    .split('\n')
    .map(partsOf)
    .find(({ file }) => file !== '' && !OF_OTHERS.test(file));
  if (own === undefined) return undefined;
  const { name, place, file } = own;
  // A bundle names the top level of a file after the file.
  return name === undefined || name === file ? place : `${place} ${name}`;
}

/** A frame is `    at NAME (PLACE)`, or without a name `    at PLACE`. No place is no file. */
function partsOf(frame: string) {
  const [, called = ''] = /^ {4}at (?:async )?(.*)$/.exec(frame) ?? [];
  const opening = called.endsWith(')') ? called.indexOf(' (') : -1;
  const name = opening < 0 ? undefined : called.slice(0, opening);
  const place = opening < 0 ? called : called.slice(opening + 2, -1);
  const [, file = '', line, column] = /^(.+):(\d+):(\d+)$/.exec(place) ?? [];
  return { name, place, file, line: Number(line), column: Number(column) };
}

/** A bundle without a map, or with one that cannot be read, keeps its places. */
function mapOf(file: string): SourceMap | undefined {
  if (!file.startsWith('/')) return undefined;
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file);
}

function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
