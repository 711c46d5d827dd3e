import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/** The place of a frame: file, line and column, both counted from one. */
const PLACE = /(?<file>(?:\/|[A-Za-z]:\\)[^():]*):(?<line>\d+):(?<column>\d+)(?=\)?$)/gm;

const maps = new Map<string, SourceMap | undefined>();

/**
 * Stack frames with the places of the sources that a bundle was made of, as far as it has a source map beside it.
 * The map is read at the first call: a function that works never loads it.
 *
 * @param frames one per line, as V8 writes them
 */
export function sourceFrames(frames: string): string {
  return frames.replace(PLACE, (place, file: string, line: string, column: string) => {
    const origin = mapOf(file)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('lineNumber' in origin)) return place;
    return `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

/** A bundle without a map, or with one that cannot be read, keeps its places. */
function mapOf(file: string): SourceMap | undefined {
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

/**
 * The frame that a reader looks at first: the innermost one in code that is not Node's, a package's or ours.
 * `smile-handlers.ts:41:18 refetch`; undefined when no frame is.
 *
 * @param frames as {@link sourceFrames} gives them
 */
export function ownFrame(frames: string): string | undefined {
  for (const frame of frames.split('\n')) {
    const { file, line, column } =
      /(?:\(|at )(?<file>[^()]+?):(?<line>\d+):(?<column>\d+)\)?$/.exec(frame)?.groups ?? {};
    if (file === undefined || /^node:|^smile-event-receiver\/|(^|\/)node_modules\//.test(file))
      continue;
    const [, name] = /at (?:async )?([^\s()]+) \(/.exec(frame) ?? [];
    return `${file}:${line}:${column}${name === undefined ? '' : ` ${name}`}`;
  }
  return undefined;
}
