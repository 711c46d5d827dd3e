import type { EventType } from '../../lambdas/smile/events.ts';
import { account, accountConnected, accountFailed } from './account.ts';
import { archive, archiveFailed, invite } from './archive.ts';
import {
  identityAdded,
  insightAdded,
  itemsAdded,
  itemsUpdated,
  linkAdded,
  periodUpdated,
  ratingAdded,
} from './data.ts';
import { recordCompleted, recordCreated } from './record.ts';
import { accountSyncTaskFinished, taskFinished, taskStarted } from './task.ts';
import { userCreated, userSessionCompleted, userSessionReset } from './user.ts';
import { verificationCompleted, verificationStarted } from './verification.ts';

/** One function per event type, each returning fresh `data` as Smile would send it. */
export const dataBuilders = {
  USER_CREATED: userCreated,
  ACCOUNT_CREATED: account,
  ACCOUNT_CONNECTED: accountConnected,
  ACCOUNT_DISCONNECTED: account,
  ACCOUNT_FAILED: accountFailed,
  TASK_STARTED: taskStarted,
  TASK_FINISHED: taskFinished,
  ACCOUNT_SYNC_TASK_FINISHED: accountSyncTaskFinished,
  ARCHIVE_STARTED: archive,
  ARCHIVE_ANALYZED: archive,
  ARCHIVE_REVOKED: archive,
  ARCHIVE_FAILED: archiveFailed,
  INVITE_INVITED: invite,
  INVITE_LINKED: invite,
  IDENTITY_ADDED: identityAdded,
  RATING_ADDED: ratingAdded,
  TRANSACTIONS_ADDED: itemsAdded,
  DOCUMENTS_ADDED: itemsAdded,
  DOCUMENTS_UPDATED: () => itemsUpdated('d'),
  EMPLOYMENTS_ADDED: itemsAdded,
  EMPLOYMENTS_UPDATED: () => itemsUpdated('e'),
  INCOMES_ADDED: itemsAdded,
  INCOMES_UPDATED: periodUpdated,
  CONTRIBUTIONS_ADDED: itemsAdded,
  CONTRIBUTIONS_UPDATED: periodUpdated,
  EINCOMES_ADDED: itemsAdded,
  EINCOMES_UPDATED: periodUpdated,
  LIABILITIES_ADDED: itemsAdded,
  LIABILITIES_UPDATED: () => itemsUpdated('lia'),
  INSIGHT_ADDED: insightAdded,
  LINK_ADDED: linkAdded,
  VERIFICATION_STARTED: verificationStarted,
  VERIFICATION_COMPLETED: verificationCompleted,
  RECORD_CREATED: recordCreated,
  RECORD_COMPLETED: recordCompleted,
  USER_SESSION_COMPLETED: userSessionCompleted,
  USER_SESSION_RESET: userSessionReset,
} satisfies Record<EventType, () => object>;
