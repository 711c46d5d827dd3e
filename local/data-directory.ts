import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the engines keep their files. */
export interface DataDirectory {
  readonly sqs: string;
  readonly dynamodb: string;
  /** Bundles of this run. */
  readonly bundles: string;
  /** Never outlives the run; holds everything when nothing is to be kept. */
  readonly temporary: string;
  /** Removes what must not stay, and lets another run in. */
  close(): Promise<void>;
}

/** Bodies are personal: other users of the machine get no way in. */
const PRIVATE = 0o700;

/** The data directory cannot be made or written, or another run uses it. */
export class DataDirectoryUnusable extends Error {
  override readonly name = 'DataDirectoryUnusable';
  readonly code = 'data-directory-unusable';
  constructor(path: string, options: ErrorOptions) {
    super(
      `Set DATA_DIR to a directory that can be written and that no other local run uses, not ${path}.`,
      options,
    );
  }
}

/**
 * Directories that it makes are this user's alone; one that is there already keeps its mode.
 *
 * @param path kept between runs; absent: everything is temporary
 * @throws DataDirectoryUnusable
 */
export async function openDataDirectory(path: string | undefined): Promise<DataDirectory> {
  const temporary = await mkdtemp(join(tmpdir(), 'smile-local-'));
  const root = path === undefined ? temporary : resolve(path);
  const sqs = join(root, 'sqs-s3');
  const dynamodb = join(root, 'dynamodb');
  try {
    for (const each of [sqs, dynamodb]) await mkdir(each, { recursive: true, mode: PRIVATE });
    const unlock = lock(root);
    return {
      sqs,
      dynamodb,
      bundles: join(temporary, 'bundles'),
      temporary,
      async close() {
        unlock();
        // A bundler that was given up may write a last file meanwhile.
        await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
      },
    };
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    throw new DataDirectoryUnusable(root, { cause });
  }
}

/**
 * Keeps other runs out: the SQS engine itself would share its files, and both would handle every
 * message. SQLite's lock is the operating system's, so it goes with the process, also after kill -9.
 */
function lock(root: string): () => void {
  const database = new DatabaseSync(join(root, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return () => database.close();
}
