/**
 * The longest wait between two attempts of an event, and the longest that a handler may ask for: the subject's
 * later events wait too.
 */
export const LONGEST_WAIT_SECONDS = 900;
