/** The index of the state's table that lists what waits for a webhook. */
export const AWAITING_INDEX = {
  name: 'awaiting',
  partitionKey: 'awaiting',
  sortKey: 'awaitingSince',
} as const;
