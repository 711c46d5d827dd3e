import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import {
  duration,
  errors,
  gatewayRefusals,
  gatewayServerErrors,
  oldestMessageAge,
  throttles,
  waiting,
} from './aws-metrics.ts';
import { logCommand } from './log-command.ts';
import { count, countByReason } from './smile-metrics.ts';
import type { Watched } from './watched.ts';
import { widgetAlarms } from './widget-alarms.ts';

/** Smile documents no timeout of its own; the ingress gives up by itself after 8 s. */
export const SLOW_MS = 3000;

/** Between two tries of a message: what the worker waits at a fault of AWS, and a handler may ask for. */
const LONGEST_WAIT = Duration.minutes(15);
const CRASHES = 5;
const SPARE_SECONDS = 5 * 60;

/** CloudWatch looks back for seven days at most (PutMetricAlarm, Period). */
export const MAX_NO_EVENT_HOURS = 7 * 24;

const ONCE = { bad: 1, of: 1 };
/** A quarter of an hour without a pause. */
const LASTING = { bad: 3, of: 3 };

/** These metrics exist only where something happened: no value is good news. */
const SILENCE_IS_GOOD = TreatMissingData.NOT_BREACHING;

/** SQS says nothing of a queue that has been empty and untouched for six hours. */
const SILENCE_IS_EMPTY = TreatMissingData.NOT_BREACHING;

/** Longer than the longest wait, and than five crashes, which take a visibility timeout each. */
export function oldSeconds({ visibilityTimeoutSeconds }: Watched): number {
  const retries = Math.max(LONGEST_WAIT.toSeconds(), CRASHES * visibilityTimeoutSeconds);
  return retries + SPARE_SECONDS;
}

/** In the order of an event's way. */
const ALWAYS: readonly AlarmDefinition[] = [
  {
    id: 'rejected',
    metric: ({ stage }) => count(stage, 'Rejected'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      "A request from an allowed address had a wrong signature and got 401. Smile re-sends twice within a minute or two, then the event is lost: Smile's secret and ours differ.",
    firstCommand: ({ ingress }) => logCommand(ingress, '1h', '"signature refused"'),
  },
  {
    id: 'gateway-4xx',
    metric: gatewayRefusals,
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      "The gateway refused requests before our code saw them. It does not tell which: 403 the sender's address is not allowed (Smile's has changed, or a stranger called), 404 the path is wrong, 413 the body is too large (switch includePayload off at Smile), 429 throttled (raise the limit). If they were Smile's, these events are lost after two re-sends.",
    firstCommand: ({ restApi }) =>
      `aws apigateway get-rest-api --rest-api-id ${restApi.restApiId} --query policy --output text`,
  },
  {
    id: 'gateway-5xx',
    metric: gatewayServerErrors,
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'Smile got a 5xx and re-sends twice within a minute or two, then the event is lost. Together with not-stored: our code could not store. Alone: the function crashed, ran out of time, was throttled, or the gateway may not invoke it.',
    firstCommand: ({ ingress }) => logCommand(ingress, '1h', '?ERROR ?timeout ?error'),
  },
  {
    id: 'secret-unreadable',
    metric: ({ stage }) => count(stage, 'SecretUnreadable'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'The webhook secret is missing, malformed or out of reach. Every event gets 503 and is lost after two re-sends, until the secret is mended.',
    firstCommand: ({ ingress }) => logCommand(ingress, '1h', '"event not stored"'),
  },
  {
    id: 'not-stored',
    metric: ({ stage }) => count(stage, 'NotStored'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'An event could not be stored and got 503: SQS, S3 or the secret failed. Smile re-sends twice within a minute or two, then the event is lost.',
    firstCommand: ({ ingress }) => logCommand(ingress, '1h', '"event not stored"'),
  },
  {
    id: 'ingress-errors',
    metric: ({ ingress }) => errors(ingress),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'The ingress crashed, did not start or ran out of time: it answers its own failures, so this is none of them. Smile got a 5xx; the event is lost after two re-sends.',
    firstCommand: ({ ingress }) => logCommand(ingress, '1h', '?ERROR ?timeout ?error'),
  },
  {
    id: 'ingress-throttles',
    metric: ({ ingress }) => throttles(ingress),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'Lambda had no execution free for the ingress. Smile got a 5xx; the event is lost after two re-sends. Fresh accounts have ten executions in all, for all functions.',
    firstCommand: () => 'aws lambda get-account-settings --query AccountLimit',
  },
  {
    id: 'ingress-slow',
    metric: ({ ingress }) => duration(ingress, 'p99'),
    threshold: { atLeast: SLOW_MS },
    periods: { bad: 2, of: 3 },
    // No request was slow if there was none.
    missingData: SILENCE_IS_GOOD,
    cause:
      'The ingress takes three seconds and more. Smile documents no timeout: an answer that comes too late is a failed delivery. SQS, S3 or Secrets Manager are slow, or their calls are repeated.',
    firstCommand: ({ ingress }) =>
      logCommand(
        ingress,
        '1h',
        `{ $.type = "platform.report" && $.record.metrics.durationMs >= ${SLOW_MS} }`,
      ),
  },
  {
    id: 'queue-age',
    metric: ({ eventsQueue }) => oldestMessageAge(eventsQueue),
    threshold: (watched) => ({ atLeast: oldSeconds(watched) }),
    periods: ONCE,
    missingData: SILENCE_IS_EMPTY,
    cause:
      'An event has waited longer than any retry takes. Nothing is lost for 14 days, but its user sees old data. The worker is not running, or has too little concurrency. SQS may leave messages that are received again and again out of this age: worker-faults and handlers-wait tell of these.',
    firstCommand: ({ worker }) => logCommand(worker, '1h', '"event comes again"'),
  },
  {
    id: 'worker-faults',
    // Waits grow to 15 minutes: a shorter period would be empty between two tries.
    metric: ({ stage }) => countByReason(stage, 'Retries', 'fault', LONGEST_WAIT),
    threshold: { atLeast: 1 },
    periods: { bad: 3, of: 4 },
    missingData: SILENCE_IS_GOOD,
    cause:
      'The worker has met faults of AWS for most of an hour: a missing right, throttling, an outage, no way out of its VPC. Events wait, no attempt is spent, and neither its errors nor the dead letters show it; SQS may leave such messages out of the age of the oldest one.',
    firstCommand: ({ worker }) => logCommand(worker, '1h', '"event comes again"'),
  },
  {
    id: 'handlers-wait',
    metric: ({ stage }) => countByReason(stage, 'Retries', 'retry-later', LONGEST_WAIT),
    threshold: { atLeast: 1 },
    periods: { bad: 3, of: 4 },
    missingData: SILENCE_IS_GOOD,
    cause:
      'Handlers have thrown RetryLater for most of an hour: what they call is away or refuses. Such events wait, each holds the later ones of its user, and no attempt is spent. Neither errors nor dead letters show it, until SQS gives an event up after 1,000 receives.',
    firstCommand: ({ worker }) => logCommand(worker, '1h', '"event comes again"'),
  },
  {
    id: 'worker-errors',
    metric: ({ worker }) => errors(worker),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'The worker crashed, did not start or ran out of time: a handler that fails is none of these. The event comes again after the visibility timeout, and goes to the dead letters after five crashes.',
    firstCommand: ({ worker }) => logCommand(worker, '1h', '?ERROR ?timeout ?error'),
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
    firstCommand: ({ deadLettersQueue }) =>
      `aws sqs receive-message --queue-url ${deadLettersQueue.queueUrl} --max-number-of-messages 10 --visibility-timeout 5 --message-attribute-names All --query 'Messages[].MessageAttributes'`,
  },
  {
    id: 'quarantined',
    metric: ({ stage }) => count(stage, 'Quarantined'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'A body with a good signature is no event that we can read. It is kept in the ledger and nobody handles it: Smile has changed its envelope, or somebody else has the secret.',
    firstCommand: ({ worker }) => logCommand(worker, '1d', '"event quarantined"'),
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
  },
];

/** Off unless asked for: only the team knows how long a silence is normal. */
function noEvent(hours: number): AlarmDefinition {
  return {
    id: 'no-event',
    metric: ({ stage }) => count(stage, 'Stored', Duration.hours(1)),
    threshold: { below: 1 },
    periods: { bad: hours, of: hours },
    // An hour without an event has no value: here silence is the very fault.
    missingData: TreatMissingData.BREACHING,
    cause: `No event was stored for ${hours} h. The webhook is gone from Smile, or Smile cannot reach us, or nothing happens there.`,
    firstCommand: ({ ingress }) => logCommand(ingress, '1d', '"event stored"'),
  };
}

/** @param noEventHours hours of silence that are not normal; undefined: any silence is */
export function alarmsFor(
  noEventHours: number | undefined,
  { widget }: Watched,
): readonly AlarmDefinition[] {
  return [
    ...ALWAYS,
    ...(noEventHours === undefined ? [] : [noEvent(noEventHours)]),
    ...(widget ? widgetAlarms(widget) : []),
  ];
}
