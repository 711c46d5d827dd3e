import * as z from 'zod/mini';
import type { ArchiveErrorCode } from '../constants.ts';
import { code, id, text } from './field.ts';

const archiveFields = { userId: id, archiveId: id };

/** ARCHIVE_STARTED, ARCHIVE_ANALYZED and ARCHIVE_REVOKED: ids only, the content is behind REST. */
export const archive = z.looseObject(archiveFields);

export const archiveFailed = z.looseObject({
  ...archiveFields,
  errorCode: code<ArchiveErrorCode>(),
  errorMessage: text,
});
