import type { ThingKey } from './state-item.ts';

/** The partition of a user: one query answers what is known about them. */
export const userPartition = (userId: string): string => `USER#${userId}`;

export const profileOf = (userId: string): ThingKey => ({
  pk: userPartition(userId),
  sk: 'PROFILE',
});

export const sessionOf = (userId: string): ThingKey => ({
  pk: userPartition(userId),
  sk: 'SESSION',
});

/** What the widget says of a user, and of no account. */
export const widgetOf = (userId: string): ThingKey => ({
  pk: userPartition(userId),
  sk: 'WIDGET',
});

export const accountOf = (userId: string, accountId: string): ThingKey => ({
  pk: userPartition(userId),
  sk: `ACCOUNT#${accountId}`,
});

export const archiveOf = (userId: string, archiveId: string): ThingKey => ({
  pk: userPartition(userId),
  sk: `ARCHIVE#${archiveId}`,
});

export const inviteOf = (userId: string, inviteId: string): ThingKey => ({
  pk: userPartition(userId),
  sk: `INVITE#${inviteId}`,
});

export const recordOf = (recordId: string): ThingKey => ({
  pk: `RECORD#${recordId}`,
  sk: 'RECORD',
});

/** A user's reference to a record: what is known about the record stands in its own item. */
export const recordReferenceOf = (userId: string, recordId: string): ThingKey => ({
  pk: userPartition(userId),
  sk: `RECORD#${recordId}`,
});

export const verificationOf = (verificationId: string): ThingKey => ({
  pk: `VERIFICATION#${verificationId}`,
  sk: 'VERIFICATION',
});
