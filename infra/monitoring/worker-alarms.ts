import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, ONCE, SILENCE_IS_GOOD } from './alarm-definition.ts';
import { longestPause, longestRetrySeconds } from '../retry-time.ts';
import { errors, oldestMessageAge, throttles, waiting } from './aws-metrics.ts';
import { logCommand } from './log-command.ts';
import { countText, durationText } from './in-words.ts';
import { count, countByReason } from './smile-metrics.ts';
import type { Watched } from './watched.ts';

const SPARE_SECONDS = 5 * 60;

/** A quarter of an hour without a pause. */
const LASTING = { bad: 3, of: 3 };
/** Of periods as long as the longest pause: a shorter one would be empty between two tries. */
const MOST = { bad: 3, of: 4 };

/** SQS says nothing of a queue that has been empty and untouched for six hours. */
const SILENCE_IS_EMPTY = TreatMissingData.NOT_BREACHING;

/** Longer than the retries of any event take. */
export function oldSeconds({
  retry,
  visibilityTimeoutSeconds,
}: Pick<Watched, 'retry' | 'visibilityTimeoutSeconds'>): number {
  return longestRetrySeconds(retry, visibilityTimeoutSeconds) + SPARE_SECONDS;
}

/** A whole number of minutes, as CloudWatch wants it. */
const pause = ({ retry }: Watched): Duration =>
  Duration.minutes(Math.ceil(longestPause(retry) / 60));

/** What {@link MOST} is of, in words. */
const most = (watched: Watched): string =>
  `most of ${durationText(4 * pause(watched).toSeconds())}`;

/** From when an event is stored, in the order of its way. */
export const WORKER_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'queue-age',
    metric: ({ eventsQueue }) => oldestMessageAge(eventsQueue),
    threshold: (watched) => ({ atLeast: oldSeconds(watched) }),
    periods: ONCE,
    missingData: SILENCE_IS_EMPTY,
    cause:
      'An event has waited longer than any retry takes. Nothing is lost for 14 days, but its user sees old data. The worker is not running, or has too little concurrency. SQS may leave messages that are received again and again out of this age: worker-faults and handlers-wait tell of these.',
    firstCommand: ({ worker }) => logCommand(worker, '1h', '"event will be retried"'),
  },
  {
    id: 'worker-faults',
    metric: (watched) => countByReason(watched.stage, 'Retries', 'fault', pause(watched)),
    threshold: { atLeast: 1 },
    periods: MOST,
    missingData: SILENCE_IS_GOOD,
    cause: (watched) =>
      `The worker has met faults of AWS for ${most(watched)}: a missing right, throttling, an outage, no way out of its VPC. Events wait, no attempt is spent, and neither its errors nor the dead letters show it; SQS may leave such messages out of the age of the oldest one.`,
    firstCommand: ({ worker }) => logCommand(worker, '1h', '"event will be retried"'),
  },
  {
    id: 'handlers-wait',
    metric: (watched) => countByReason(watched.stage, 'Retries', 'retry-after', pause(watched)),
    threshold: { atLeast: 1 },
    periods: MOST,
    missingData: SILENCE_IS_GOOD,
    cause: (watched) =>
      `Handlers have thrown RetryAfterError for ${most(watched)}: what they call is away or refuses. Such events wait, each holds the later ones of its user, and no attempt is spent. Neither errors nor dead letters show it, until SQS gives an event up after 1,000 receives.`,
    firstCommand: ({ worker }) => logCommand(worker, '1h', '"event will be retried"'),
  },
  {
    id: 'worker-errors',
    metric: ({ worker }) => errors(worker),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause: ({ retry }) =>
      `The worker crashed, did not start or ran out of time: a handler that fails is none of these. The event is retried after the visibility timeout, and goes to the dead letters after ${countText(retry.maxAttempts, 'crash', 'crashes')} at most.`,
    firstCommand: ({ worker }) => logCommand(worker, '1h', '?ERROR ?timeout ?error'),
  },
  {
    id: 'stray-errors',
    metric: ({ stage }) => count(stage, 'StrayErrors'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'An error escaped that no caller could catch: a promise that was not awaited rejected, or a timer threw, after its handler had returned. The event counts as done, but part of its work failed. The line names event and place.',
    firstCommand: ({ worker }) => logCommand(worker, '1d', '"stray error"'),
  },
  {
    id: 'worker-throttles',
    metric: ({ worker }) => throttles(worker),
    threshold: { atLeast: 1 },
    // The queue absorbs a short one.
    periods: LASTING,
    missingData: SILENCE_IS_GOOD,
    cause:
      'Lambda has had no execution free for the worker for 15 minutes. Events wait, nothing is lost. Fresh accounts have ten executions in all, for all functions, and the ingress needs some of them.',
    firstCommand: () => 'aws lambda get-account-settings --query AccountLimit',
  },
  {
    id: 'dead-letters',
    metric: ({ deadLettersQueue }) => waiting(deadLettersQueue),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_EMPTY,
    cause:
      'Events were given up and wait among the dead letters, for 14 days. Mend the cause, deploy, redrive. Fires once: further dead letters are announced only after the queue was empty.',
    firstCommand: ({ stage }) => `npx smile dead-letters --stage ${stage}`,
    isOfEvents: true,
  },
  {
    id: 'quarantined',
    metric: ({ stage }) => count(stage, 'Quarantined'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'A body with a good signature is no event that we can read. It is kept in the ledger and nobody handles it: Smile has changed its envelope, or somebody else has the secret.',
    firstCommand: ({ stage }) => `npx smile events --status quarantined --stage ${stage}`,
    isOfEvents: true,
  },
  {
    id: 'conflicts',
    metric: ({ stage }) => count(stage, 'Conflicts'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'For information: a second body came under an event id that is known. The first one is handled; the second one is kept as a quarantined row under its digest. Ask Smile with the event id.',
    firstCommand: ({ worker }) => logCommand(worker, '1d', '"another body under a known id"'),
    isOfEvents: true,
  },
];
