import { WholeAnswerHandler } from './whole-answer-handler.ts';

/**
 * What every AWS client here shares. An attempt is given up if its answer is not complete after three
 * seconds, and tried again, so that one stuck connection does not use up the whole invocation.
 */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: new WholeAnswerHandler({ connectMs: 1000, answerMs: 3000 }),
} as const;
