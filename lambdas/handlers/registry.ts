import type { HandlerRegistry } from '../dispatch/handler.ts';
import * as accounts from './accounts.ts';
import * as archives from './archives.ts';
import * as dataPoints from './data-points.ts';
import * as invites from './invites.ts';
import * as records from './records.ts';
import * as tasks from './tasks.ts';
import * as unknown from './unknown.ts';
import * as users from './users.ts';
import * as verifications from './verifications.ts';
import * as widget from './widget.ts';

/** Which function handles which type and which callback. The compiler refuses one without. */
export const registry: HandlerRegistry = {
  handlers: {
    USER_CREATED: users.userCreated,
    USER_SESSION_COMPLETED: users.userSessionCompleted,
    USER_SESSION_RESET: users.userSessionReset,
    ACCOUNT_CREATED: accounts.accountCreated,
    ACCOUNT_CONNECTED: accounts.accountConnected,
    ACCOUNT_DISCONNECTED: accounts.accountDisconnected,
    ACCOUNT_FAILED: accounts.accountFailed,
    TASK_STARTED: tasks.taskStarted,
    TASK_FINISHED: tasks.taskFinished,
    ACCOUNT_SYNC_TASK_FINISHED: tasks.accountSyncTaskFinished,
    ARCHIVE_STARTED: archives.archiveStarted,
    ARCHIVE_ANALYZED: archives.archiveAnalyzed,
    ARCHIVE_REVOKED: archives.archiveRevoked,
    ARCHIVE_FAILED: archives.archiveFailed,
    INVITE_INVITED: invites.inviteInvited,
    INVITE_LINKED: invites.inviteLinked,
    IDENTITY_ADDED: dataPoints.identityAdded,
    RATING_ADDED: dataPoints.ratingAdded,
    TRANSACTIONS_ADDED: dataPoints.transactionsAdded,
    DOCUMENTS_ADDED: dataPoints.documentsAdded,
    DOCUMENTS_UPDATED: dataPoints.documentsUpdated,
    EMPLOYMENTS_ADDED: dataPoints.employmentsAdded,
    EMPLOYMENTS_UPDATED: dataPoints.employmentsUpdated,
    INCOMES_ADDED: dataPoints.incomesAdded,
    INCOMES_UPDATED: dataPoints.incomesUpdated,
    CONTRIBUTIONS_ADDED: dataPoints.contributionsAdded,
    CONTRIBUTIONS_UPDATED: dataPoints.contributionsUpdated,
    EINCOMES_ADDED: dataPoints.eincomesAdded,
    EINCOMES_UPDATED: dataPoints.eincomesUpdated,
    LIABILITIES_ADDED: dataPoints.liabilitiesAdded,
    LIABILITIES_UPDATED: dataPoints.liabilitiesUpdated,
    INSIGHT_ADDED: dataPoints.insightAdded,
    LINK_ADDED: dataPoints.linkAdded,
    VERIFICATION_STARTED: verifications.verificationStarted,
    VERIFICATION_COMPLETED: verifications.verificationCompleted,
    RECORD_CREATED: records.recordCreated,
    RECORD_COMPLETED: records.recordCompleted,
  },
  callbacks: {
    onAccountCreated: widget.onAccountCreated,
    onAccountConnected: widget.onAccountConnected,
    onAccountRemoved: widget.onAccountRemoved,
    onAccountError: widget.onAccountError,
    onTokenExpired: widget.onTokenExpired,
    onClose: widget.onClose,
    onUploadsCreated: widget.onUploadsCreated,
    onUploadsRemoved: widget.onUploadsRemoved,
    onUIEvent: widget.onUIEvent,
  },
  fallback: unknown.unknownEvent,
};
