import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the engines keep their files. */
export interface DataDirectory {
  readonly sqs: string;
  readonly dynamodb: string;
  /** Bundles of this run; they never outlive it. */
  readonly bundles: string;
  /** Removes what must not stay. */
  close(): Promise<void>;
}

/** The data directory cannot be made or written. */
export class DataDirectoryUnusable extends Error {
  override readonly name = 'DataDirectoryUnusable';
  readonly code = 'data-directory-unusable';
  constructor(path: string, options: ErrorOptions) {
    super(`Set DATA_DIR to a directory that can be written; ${path} cannot.`, options);
  }
}

/**
 * @param path kept between runs; absent: everything is temporary
 * @throws DataDirectoryUnusable
 */
export async function openDataDirectory(path: string | undefined): Promise<DataDirectory> {
  const temporary = await mkdtemp(join(tmpdir(), 'smile-local-'));
  const root = path === undefined ? temporary : resolve(path);
  const directory = {
    sqs: join(root, 'sqs-s3'),
    dynamodb: join(root, 'dynamodb'),
    bundles: join(temporary, 'bundles'),
    close: () => rm(temporary, { recursive: true, force: true }),
  };
  try {
    for (const each of [directory.sqs, directory.dynamodb]) await mkdir(each, { recursive: true });
  } catch (cause) {
    await directory.close();
    throw new DataDirectoryUnusable(root, { cause });
  }
  return directory;
}
