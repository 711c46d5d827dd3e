import { type AlarmDefinition, ONCE, SILENCE_IS_GOOD } from './alarm-definition.ts';
import {
  duration,
  errors,
  gatewayRefusals,
  gatewayServerErrors,
  throttles,
} from './aws-metrics.ts';
import { logCommand } from './log-command.ts';
import { count } from './smile-metrics.ts';

/** Smile documents no timeout of its own; the ingress gives up by itself after 8 s. */
export const SLOW_MS = 3000;

/** Until an event is stored, in the order of its way: each of these can mean that it is lost. */
export const INGRESS_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'refused',
    metric: ({ stage }) => count(stage, 'Refused'),
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
      'The webhook secret is missing, malformed or out of reach, and there is no good value to go on with, or the signature does not match the last good one, which may have been changed. These events get 503 and are lost after two re-sends, until the secret is fixed.',
    firstCommand: ({ ingress }) =>
      logCommand(ingress, '1h', '?"secret unreadable" ?"secret stale"'),
  },
  {
    id: 'secret-stale',
    metric: ({ stage }) => count(stage, 'SecretStale'),
    threshold: { atLeast: 1 },
    periods: ONCE,
    missingData: SILENCE_IS_GOOD,
    cause:
      'A secret could not be read again, or its new value cannot be used: the last good value goes on, for an hour after it was read. Nothing is lost yet. After that hour every event gets 503, and until then each one whose signature does not match.',
    firstCommand: ({ ingress }) => logCommand(ingress, '2h', '"secret stale"'),
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
];
