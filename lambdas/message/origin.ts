export const ORIGINS = ['webhook', 'replay', 'reconciler', 'trigger', 'widget'] as const;

/** Who put an event on the queue. */
export type Origin = (typeof ORIGINS)[number];
