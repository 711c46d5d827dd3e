import type { ArchiveErrorCode } from '../../../lambdas/smile/constants.ts';
import type { ArchiveStatus } from '../../../lambdas/smile/rest/archives.ts';
import { finishTask, startTask, taskData } from './task-life.ts';
import type { WorldArchive } from './things.ts';
import type { UserLife } from './user-life.ts';
import type { World } from './world.ts';

/** What is uploaded, and how its analysis ends. */
export interface Upload {
  /** Default: a user who is created for it. */
  readonly userId?: string;
  /** Default: `PAYSLIP`. */
  readonly type?: string;
  /** The analysis fails with it. Default: it goes well. */
  readonly errorCode?: ArchiveErrorCode;
}

/** What happens to archives. */
export interface ArchiveLife {
  /** ARCHIVE_STARTED, TASK_STARTED, TASK_FINISHED, and ARCHIVE_ANALYZED or ARCHIVE_FAILED. */
  uploadArchive(upload?: Upload): Promise<WorldArchive>;
  /** ARCHIVE_REVOKED, once. Throws `Refused` for an unknown archive. */
  revokeArchive(archiveId: string): WorldArchive;
}

/** Providers of archives are of Smile's own making. */
const PROVIDER_OF_UPLOADS = 'user-provided';

export function archiveLife(world: World, users: Pick<UserLife, 'createUser'>): ArchiveLife {
  const become = (
    archive: WorldArchive,
    status: ArchiveStatus,
    errorCode: ArchiveErrorCode | null = null,
  ) =>
    world.archives.replace({
      ...archive,
      state: {
        status,
        errorCode,
        errorMessage: errorCode && 'Sample: the file could not be read.',
        updatedAt: world.now(),
      },
    });

  return {
    async uploadArchive({ userId = users.createUser().id, type = 'PAYSLIP', errorCode } = {}) {
      const createdAt = world.now();
      const archive = world.archives.add({
        id: world.newId('archive'),
        createdAt,
        providerId: PROVIDER_OF_UPLOADS,
        userId,
        type,
        state: { status: 'STARTED', errorCode: null, errorMessage: null, updatedAt: createdAt },
        rawFiles: [],
      });
      world.tell('ARCHIVE_STARTED', dataOf(archive));
      const task = startTask(world, 'ANALYZE_ARCHIVE', 'ARCHIVE', archive);
      world.tell('TASK_STARTED', taskData(task));
      await world.nextStep();
      finishTask(world, task, []);
      const status = errorCode === undefined ? 'SUCCEEDED' : 'FAILED';
      const ended = { status, errorCode: errorCode ?? null, datapoints: [] };
      world.tell('TASK_FINISHED', { ...taskData(task), ...ended, payload: null });
      const done = become(archive, errorCode === undefined ? 'ANALYZED' : 'ERROR', errorCode);
      if (errorCode === undefined) world.tell('ARCHIVE_ANALYZED', dataOf(archive));
      else world.tell('ARCHIVE_FAILED', { ...dataOf(archive), errorCode });
      return done;
    },
    revokeArchive(archiveId) {
      const known = world.archives.get(archiveId);
      if (known.state.status === 'REVOKED') return known;
      const archive = become(known, 'REVOKED');
      world.tell('ARCHIVE_REVOKED', dataOf(archive));
      return archive;
    },
  };
}

function dataOf({ id, userId }: WorldArchive) {
  return { userId, archiveId: id };
}
