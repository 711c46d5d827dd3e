/** What the stack gives to the loss detector. */
export const LOSS_DETECTOR_VARIABLES = [
  'STAGE',
  'STATE_TABLE',
  'LOSS_AFTER_MINUTES',
  'POWERTOOLS_LOG_LEVEL',
] as const;

export type LossDetectorEnvironment = Readonly<
  Record<(typeof LOSS_DETECTOR_VARIABLES)[number], string>
>;

/** How often it runs, by which it knows what is new. */
export const RUNS_EVERY_MINUTES = 5;

/** Within this it reads: well inside the function's timeout. */
export const READ_WITHIN_MS = 20_000;

/** An account that nobody looked after for a day is no alarm any more; it stays in the index. */
export const WATCHED_HOURS = 24;
