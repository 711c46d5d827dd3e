/** A part of the product, and the tests that have to notice every mistake in it by themselves. */
export interface Room {
  /** File by file: one that was moved, or that holds nothing to change, has to show. */
  readonly mutate: readonly string[];
  /** Globs. */
  readonly tests: readonly string[];
}

/**
 * Room by room: a mutant that is active while a module loads is tried on all tests of its run, and those of
 * the other rooms would only take time.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  smile: {
    mutate: ['lambdas/smile/signature.ts', 'lambdas/smile/envelope.ts'],
    tests: ['test/unit/smile/signature.test.ts', 'test/unit/smile/envelope.test.ts'],
  },
  message: {
    mutate: [
      'lambdas/message/event-key.ts',
      'lambdas/message/event-message.ts',
      'lambdas/message/subject.ts',
      'lambdas/message/body-digest.ts',
    ],
    tests: ['test/unit/message/{event-key,event-message,subject}.test.ts'],
  },
  ledger: {
    mutate: [
      'lambdas/ledger/judge.ts',
      'lambdas/ledger/ledger.ts',
      'lambdas/ledger/lease.ts',
      'lambdas/ledger/attempt-end.ts',
    ],
    tests: ['test/unit/ledger/*.test.ts'],
  },
  state: {
    mutate: [
      'lambdas/state/merge.ts',
      'lambdas/state/stamp.ts',
      'lambdas/state/awaiting-webhook.ts',
      'lambdas/state/write-merged.ts',
      'lambdas/state/tasks.ts',
    ],
    tests: [
      'test/unit/state/{merge,stamp,awaiting-webhook,write-merged,state-table,tasks}.test.ts',
    ],
  },
  facts: {
    mutate: [
      'lambdas/state/fact.ts',
      'lambdas/state/facts/facts.ts',
      'lambdas/state/facts/status-facts.ts',
      'lambdas/state/facts/task-facts.ts',
      'lambdas/state/facts/data-point-facts.ts',
      'lambdas/state/facts/callback-facts.ts',
    ],
    tests: ['test/unit/state/{facts,callback-facts,merge}.test.ts'],
  },
  receiver: {
    mutate: [
      'lambdas/receiver/create-handlers.ts',
      'lambdas/receiver/non-retriable-error.ts',
      'lambdas/receiver/retry-after-error.ts',
    ],
    tests: ['test/unit/receiver/*.test.ts'],
  },
  worker: {
    mutate: [
      'lambdas/worker/handler.ts',
      'lambdas/worker/interpret.ts',
      'lambdas/worker/apply-event.ts',
      'lambdas/worker/settle-without-run.ts',
      'lambdas/worker/failure.ts',
      'lambdas/worker/retry.ts',
      'lambdas/worker/give-up.ts',
      'lambdas/worker/leave.ts',
      'lambdas/worker/waited-too-long.ts',
    ],
    tests: [
      'test/unit/worker/{steps,failures,failure,faults,batch,retry,callbacks,tickets}.test.ts',
      'test/unit/worker/{deadline,give-up,leave,bounded-values,waited-too-long,attempt-failed}.test.ts',
    ],
  },
};
