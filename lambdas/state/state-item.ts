import type { Stamp } from './stamp.ts';

/** What is known about one thing now. Every fact carries the stamp of the event that said it. */
export interface StateItem {
  /** `USER#<userId>`, `RECORD#<recordId>` or `VERIFICATION#<verificationId>`. */
  readonly pk: string;
  /**
   * `PROFILE`, `SESSION`, `WIDGET`, `ACCOUNT#<id>`, `ARCHIVE#<id>`, `INVITE#<id>`, `RECORD` or `VERIFICATION`.
   * `RECORD#<id>` below a user refers to a record of theirs and holds no fact: those stand in the record's item.
   */
  readonly sk: string;
  /** Goes up by one with every write; the condition of the next one. */
  readonly version: number;
  /** Where the thing stands in its life. */
  readonly status?: KeptStatus;
  /** The latest task of each type. */
  readonly tasks?: Readonly<Record<string, KeptTask>>;
  /** The data points that arrived, by Smile's name: `INCOMES`, `IDENTITIES`, … */
  readonly dataPoints?: Readonly<Record<string, KeptDataPoint>>;
  /** The latest callback of each name, as a page relayed it: hints beside what Smile's server says. */
  readonly widget?: Readonly<Record<string, KeptWidget>>;
  /** The latest disconnection or revocation: facts older than it are gone, newer ones stand. */
  readonly endedBy?: Stamp;
}

/** Key of a thing in the table. */
export type ThingKey = Pick<StateItem, 'pk' | 'sk'>;

/** A value and the stamp of the event that said it. */
export type Kept<Value extends object> = Readonly<Value> & Stamp;

export interface Status {
  /** `CREATED`, `CONNECTED`, `FAILED`, `DISCONNECTED`, `ANALYZED`, `COMPLETED`, … after the event type. */
  value: string;
  /** Why it failed, in Smile's words for it; present only where the event carried one. */
  errorCode?: string;
  resultCode?: string;
  providers?: readonly string[];
  recordType?: string;
  channel?: string;
  channelId?: string;
}
export type KeptStatus = Kept<Status>;

export interface Task {
  /** What Smile does not say is unknown, not a success. */
  value: 'STARTED' | 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';
  errorCode?: string;
  dataPoints?: readonly string[];
  /** Continuous sync only: `ACTIVE`, `USER_ACTION_REQUIRED`, … */
  monitorStatus?: string;
}
export type KeptTask = Kept<Task>;

export interface DataPoint {
  value: 'ADDED' | 'UPDATED';
  count?: number;
  /** The id to fetch by, for data points of a single object. */
  objectId?: string;
  updatedFrom?: string;
  updatedTo?: string;
  updatedAt?: string;
}
export type KeptDataPoint = Kept<DataPoint>;

/** What a callback said, as far as it is no person's own words. */
export interface WidgetSaid {
  providerId?: string;
  errorCode?: string;
  /** Why the widget was closed: `close`, `exit`, `error`. */
  reason?: string;
  /** The screen that was shown: `ConsentPageOpened`, … */
  eventName?: string;
  /** Files that were uploaded or removed at once. */
  uploadCount?: number;
}
export type KeptWidget = Kept<WidgetSaid>;
