import { newId, newUserId } from './ids.ts';

export function archive() {
  return { userId: newUserId(), archiveId: newId('archive') };
}

export function archiveFailed() {
  return {
    ...archive(),
    errorCode: 'FILE_UNABLE_TO_RECOGNIZE',
    errorMessage: 'Sample: the file could not be read.',
  };
}

export function invite() {
  return { userId: newUserId(), inviteId: newId('iv') };
}
