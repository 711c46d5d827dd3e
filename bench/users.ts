/** Names of users, the same in a prefilled table and in events. */
export const userName = (n: number): string => `tenant-${n}`;
export const accountName = (userId: string): string => `a-${userId}`;

/** The user of the n-th of so many events, which are spread evenly over all users. */
export function userOfEvent(n: number, events: number, users: number): string {
  return userName(Math.floor((n * users) / events));
}
