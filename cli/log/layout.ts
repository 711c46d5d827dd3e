/** Lines below another one begin behind its time and its sign. */
export const INDENT = ' '.repeat(11);

/** The time of day, as lines begin with it. */
export const timeOfDay = (time = new Date()): string => time.toTimeString().slice(0, 8);
