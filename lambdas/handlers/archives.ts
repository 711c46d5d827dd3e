import type { EventHandler } from '../dispatch/handler.ts';

/** A document was uploaded. */
export const archiveStarted: EventHandler<'ARCHIVE_STARTED'> = async (_event, { announce }) => {
  await announce();
};

/** A document was read. */
export const archiveAnalyzed: EventHandler<'ARCHIVE_ANALYZED'> = async (_event, { announce }) => {
  await announce();
};

/** A document was withdrawn: delete what came from it. */
export const archiveRevoked: EventHandler<'ARCHIVE_REVOKED'> = async (_event, { announce }) => {
  await announce();
};

/** A document could not be read; `data.errorCode` says why. */
export const archiveFailed: EventHandler<'ARCHIVE_FAILED'> = async (_event, { announce }) => {
  await announce();
};
