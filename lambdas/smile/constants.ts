/**
 * The value lists that Smile has published so far. All of them are open: Smile counts a new value as
 * a non-breaking change (Smile docs, API versioning), so compare with these, never exhaust them.
 */

/** Kinds of data that a sync can bring; `datapoints` of the task events (Smile OpenAPI 1.14.0). */
export const DATA_POINTS = [
  'IDENTITIES',
  'TRANSACTIONS',
  'RATINGS',
  'EMPLOYMENTS',
  'DOCUMENTS',
  'INCOMES',
  'CONTRIBUTIONS',
  'EINCOMES',
  'LIABILITIES',
  'LINK',
  'INSIGHTS',
] as const;
export type DataPoint = (typeof DATA_POINTS)[number];

/** Under which key of `payload` a data point's content is found: some are singular there. */
export const PAYLOAD_KEYS = {
  IDENTITIES: 'identity',
  TRANSACTIONS: 'transactions',
  RATINGS: 'rating',
  EMPLOYMENTS: 'employments',
  DOCUMENTS: 'documents',
  INCOMES: 'incomes',
  CONTRIBUTIONS: 'contributions',
  EINCOMES: 'eincomes',
  LIABILITIES: 'liabilities',
  LINK: 'links',
  INSIGHTS: 'insight',
} as const satisfies Record<DataPoint, string>;

/** Items that a list inside `payload` holds at most; the rest is behind REST (Smile docs, Webhooks). */
export const PAYLOAD_LIST_LIMIT = 300;

/** An insight feature without a value: nothing known, or not subscribed to (Smile docs, Insights). */
export const INSIGHT_MISSING = -999;

/** Documented for TASK_STARTED and TASK_FINISHED (Smile OpenAPI 1.14.0). */
export const TASK_TYPES = [
  'LINK_ACCOUNT',
  'ANALYZE_ARCHIVE',
  'CLASSIFY_ARCHIVE',
  'UPDATE_ACCOUNT',
] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** How a task ended (Smile OpenAPI 1.14.0). TASK_FINISHED may come without: neither is known then. */
export const TASK_STATUSES = ['SUCCEEDED', 'FAILED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** What a task worked on (Smile OpenAPI 1.14.0). `Account` and `ACCOUNTS` have been seen as well. */
export const SOURCE_TYPES = ['ACCOUNT', 'UPLOAD', 'ARCHIVE', 'SOCIAL_SECURITY'] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

/**
 * Whether Smile goes on syncing an account (Smile OpenAPI 1.14.0). USER_ACTION_REQUIRED: the user has
 * to authorise again, for instance after a new password.
 */
export const MONITOR_STATUSES = [
  'ACTIVE',
  'USER_ACTION_REQUIRED',
  'UNSUPPORTED',
  'CUSTOMER_DISABLED',
] as const;
export type MonitorStatus = (typeof MONITOR_STATUSES)[number];

/** Why an account was not linked; the widget reports the same codes (Smile OpenAPI 1.14.0). */
export const ACCOUNT_ERROR_CODES = [
  'ACCOUNT_DISABLED',
  'ACCOUNT_INACCESSIBLE',
  'ACCOUNT_INCOMPLETE',
  'ACCOUNT_LOCKED',
  'AUTH_REQUIRED',
  'EXPIRED_CREDENTIALS',
  'INVALID_ACCOUNT_TYPE',
  'INVALID_AUTH',
  'INVALID_CREDENTIALS',
  'INVALID_MFA',
  'MFA_TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'SYSTEM_ERROR',
  'TOS_REQUIRED',
  'UNSUPPORTED_AUTH_TYPE',
  'UNSUPPORTED_MFA_METHOD',
] as const;
export type AccountErrorCode = (typeof ACCOUNT_ERROR_CODES)[number];

/**
 * Why an archive failed, as far as published: the archive's own codes, MANDATARY spelt as Smile
 * spells it (Smile OpenAPI 1.14.0), and the one that the event's example shows (Smile docs, Webhooks).
 */
export const ARCHIVE_ERROR_CODES = [
  'MISSING_MANDATARY_FIELD',
  'MISSING_MANDATORY_FIELD',
  'INVALID_FIELD_FORMAT',
  'SYSTEM_ERROR',
  'FILE_UNABLE_TO_RECOGNIZE',
] as const;
export type ArchiveErrorCode = (typeof ARCHIVE_ERROR_CODES)[number];

/** Where a user's journey through a Wink site stands (Smile OpenAPI 1.14.0). */
export const SESSION_STATUSES = ['IN_PROGRESS', 'COMPLETED', 'REVOKED'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** RECORD_COMPLETED reports failures too: look at the status (Smile OpenAPI 1.14.0). */
export const RECORD_STATUSES = ['COMPLETED', 'ERROR'] as const;
export type RecordStatus = (typeof RECORD_STATUSES)[number];

/** What a record request came to (Smile OpenAPI 1.14.0). */
export const RECORD_RESULT_CODES = [
  'SUCCESS',
  'NO_DATA',
  'SYSTEM_ERROR',
  'SERVICE_UNAVAILABLE',
] as const;
export type RecordResultCode = (typeof RECORD_RESULT_CODES)[number];
