import { type FileHandle, open } from 'node:fs/promises';
import { ConformanceMisused } from '../conformance-misused.ts';
import type { Report } from './report.ts';

/** A report that is asked for. */
export interface ReportFile {
  /** Writes what the run has shown, and closes the file. */
  readonly write: (report: Report) => Promise<void>;
}

/**
 * Opens the file of a report before anything is tried, so that no run is in vain; what was in it is gone.
 *
 * @param option of the command line, for the sentence: `--junit`
 * @throws ConformanceMisused
 */
export async function openReport(
  option: string,
  path: string,
  format: (report: Report) => string,
): Promise<ReportFile> {
  let file: FileHandle;
  try {
    file = await open(path, 'w');
  } catch (error) {
    const { code = 'unknown cause' } = error as NodeJS.ErrnoException;
    throw new ConformanceMisused(
      `${option} ${path} cannot be written (${code}): name a file in a folder that exists.`,
    );
  }
  return {
    async write(report) {
      await file.writeFile(format(report));
      await file.close();
    },
  };
}
