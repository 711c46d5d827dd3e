import { readFile } from 'node:fs/promises';

/** What became of a mutant, in Stryker's words. */
type Status = 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'RuntimeError' | 'CompileError';

/** One change to one file. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly status: Status;
  readonly original: string;
  readonly replacement: string;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly status: Status;
          readonly replacement: string;
          readonly location: { readonly start: Position; readonly end: Position };
        }[];
      }
    >
  >;
}

/** Every mutant of a run, from the report that Stryker leaves. */
export async function readReport(path: string): Promise<readonly Mutant[]> {
  const { files } = JSON.parse(await readFile(path, 'utf8')) as Report;
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ status, replacement, location: { start, end } }) => ({
      file,
      line: start.line,
      status,
      original: cut(source.split('\n'), start, end),
      replacement,
    })),
  );
}

/** The text between two positions, white space evened out: a formatter may move it. */
function cut(lines: readonly string[], start: Position, end: Position): string {
  const within = lines.slice(start.line - 1, end.line);
  const last = within.length - 1;
  const text = within.map((line, index) =>
    line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
  );
  return text.join(' ').replace(/\s+/g, ' ');
}

export const isNoticed = ({ status }: Mutant): boolean =>
  status === 'Killed' || status === 'Timeout';

/** One that could not even run says nothing about the tests. */
export const isValid = ({ status }: Mutant): boolean => !status.endsWith('Error');
