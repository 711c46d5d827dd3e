import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { count, PERIOD } from './smile-metrics.ts';
import type { Watched, WatchedWidget } from './watched.ts';

/** Metrics that AWS emits for what the stack contains. */

export const gatewayRequests = ({ restApi }: Watched): Metric =>
  restApi.deploymentStage.metricCount({ period: PERIOD, label: 'requests' });

export const gatewayClientErrors = ({ restApi }: Watched): Metric =>
  restApi.deploymentStage.metricClientError({ period: PERIOD, statistic: 'Sum', label: '4xx' });

export const gatewayServerErrors = ({ restApi }: Watched): Metric =>
  restApi.deploymentStage.metricServerError({ period: PERIOD, statistic: 'Sum', label: '5xx' });

/**
 * Requests that the gateway refused by itself: its 4xx without our 401. SUM over a list leaves out
 * what does not exist, and before the first bad signature there is no `Refused` at all: a plain
 * difference could then have no value just when Smile's address is refused from the start.
 */
export function gatewayRefusals(watched: Watched): MathExpression {
  const minusOurs = new MathExpression({
    expression: '0 - FILL(ours, 0)',
    usingMetrics: { ours: count(watched.stage, 'Refused') },
    period: PERIOD,
  });
  return new MathExpression({
    expression: 'SUM([clientErrors, minusOurs])',
    usingMetrics: { clientErrors: gatewayClientErrors(watched), minusOurs },
    period: PERIOD,
    label: 'refused by the gateway',
  });
}

export const widgetRequests = ({ api }: WatchedWidget): Metric =>
  api.metricCount({ period: PERIOD, label: 'requests' });

/** Of these the functions answer most by themselves: a session that has ended is one. */
export const widgetClientErrors = ({ api }: WatchedWidget): Metric =>
  api.metricClientError({ period: PERIOD, label: '4xx' });

export const widgetServerErrors = ({ api }: WatchedWidget): Metric =>
  api.metricServerError({ period: PERIOD, label: '5xx' });

export const errors = (fn: LambdaFunction): Metric =>
  fn.metricErrors({ period: PERIOD, statistic: 'Sum', label: 'errors' });

export const throttles = (fn: LambdaFunction): Metric =>
  fn.metricThrottles({ period: PERIOD, statistic: 'Sum', label: 'throttles' });

export const duration = (fn: LambdaFunction, statistic: string): Metric =>
  fn.metricDuration({ period: PERIOD, statistic, label: statistic });

/** Seconds. Maximum, as an average would hide the one that is stuck. */
export const oldestMessageAge = (queue: Queue): Metric =>
  queue.metricApproximateAgeOfOldestMessage({
    period: PERIOD,
    statistic: 'Maximum',
    label: 'oldest message',
  });

export const waiting = (queue: Queue): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({
    period: PERIOD,
    statistic: 'Maximum',
    label: 'waiting',
  });

export const inFlight = (queue: Queue): Metric =>
  queue.metricApproximateNumberOfMessagesNotVisible({
    period: PERIOD,
    statistic: 'Maximum',
    label: 'in work, or held back',
  });
