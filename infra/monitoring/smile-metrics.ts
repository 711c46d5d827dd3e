import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, SearchExpression } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Metrics that the functions emit. A metric exists under exactly the dimensions that it was emitted
 * with: `Handled` under `stage`, `type` and `outcome` does not exist under `stage` alone
 * (CloudWatch, Dimensions). The tests compare every one of them with what the code prints.
 */
const NAMESPACE = 'Smile';

export const PERIOD = Duration.minutes(5);

export type CountName =
  | 'Received'
  | 'Refused'
  | 'Stored'
  | 'Quarantined'
  | 'TicketsExpired'
  | 'NotStored'
  | 'SecretUnreadable'
  | 'SecretStale'
  | 'Duplicates'
  | 'Conflicts'
  | 'FutureStamps'
  | 'Undated'
  | 'StrayErrors'
  | 'CallbacksStored'
  | 'CallbacksNotStored'
  | 'LinkTokens'
  | 'SmileRefused';

export const REFUSAL_REASONS = ['missing', 'malformed', 'mismatch'] as const;
export const RETRY_REASONS = ['failed', 'retry-after', 'fault', 'unexpected'] as const;
export const OUTCOMES = ['APPLIED', 'STALE', 'UNKNOWN_TYPE'] as const;

/** How often in a stage. */
export function count(stage: string, metricName: CountName, period = PERIOD): Metric {
  return sum(metricName, { stage }, metricName, period);
}

/** How often in a stage, for one reason. */
export function countByReason(
  stage: string,
  metricName: 'Refused' | 'Retries' | 'LinkTokenFailures',
  reason: string,
  period = PERIOD,
): Metric {
  return sum(metricName, { stage, reason }, reason, period);
}

function sum(
  metricName: string,
  dimensionsMap: Record<string, string>,
  label: string,
  period: Duration,
): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap,
    statistic: 'Sum',
    period,
    label,
  });
}

/** Events done with this outcome, whatever their type. For dashboards: alarms cannot search. */
export function handledWith(stage: string, outcome: (typeof OUTCOMES)[number]): MathExpression {
  const search = searchFor('Handled', ['stage', 'type', 'outcome'], { stage, outcome });
  return new MathExpression({ expression: `SUM(${search})`, label: outcome, period: PERIOD });
}

/** Events applied, a line for each type. */
export function appliedByType(stage: string): SearchExpression {
  const dimensions = { stage, outcome: 'APPLIED' };
  return new SearchExpression({
    expression: searchFor('Handled', ['stage', 'type', 'outcome'], dimensions),
    label: "${PROP('Dim.type')}",
    period: PERIOD,
  });
}

/** Dead letters that the worker sent, a line for each type. */
export function deadLettersByType(stage: string): SearchExpression {
  return new SearchExpression({
    expression: searchFor('DeadLetters', ['stage', 'type'], { stage }),
    label: "${PROP('Dim.type')}",
    period: PERIOD,
  });
}

/** What the widget's API did not do, a line for each reason: they are the codes of its answers. */
export function refusedByReason(
  stage: string,
  metricName: 'CallbacksRefused' | 'LinkTokenFailures',
): SearchExpression {
  return new SearchExpression({
    expression: searchFor(metricName, ['stage', 'reason'], { stage }),
    label: "${PROP('Dim.reason')}",
    period: PERIOD,
  });
}

/** Refusals that no user can be blamed for when nobody gets a token: backend, page or stage are set up wrong. */
const SETUP_REASONS = ['session-invalid', 'origin-not-allowed', 'user-unknown'] as const;

/**
 * Requests for a link token that were refused for the setup, while nobody got one. Far below zero when
 * somebody did. SUM over a list leaves out what does not exist, as tokens do before the first one.
 */
export function refusedForSetup(stage: string, period: Duration): MathExpression {
  const refused = SETUP_REASONS.map((reason, index) => [
    `refused${index}`,
    countByReason(stage, 'LinkTokenFailures', reason, period),
  ]);
  const minted = new MathExpression({
    expression: '0 - 1000000 * FILL(tokens, 0)',
    usingMetrics: { tokens: count(stage, 'LinkTokens', period) },
    period,
  });
  const names = refused.map(([name]) => name);
  return new MathExpression({
    expression: `SUM([${names.join(', ')}, minted])`,
    usingMetrics: { ...Object.fromEntries(refused), minted },
    period,
    label: 'refused, and nobody got a token',
  });
}

/** Accounts that the widget connected and that no webhook has confirmed in time. */
export function accountsWithoutWebhook(
  stage: string,
  metricName: 'AccountsWithoutWebhook' | 'AccountsNewlyWithoutWebhook',
  { statistic, period }: { readonly statistic: string; readonly period: Duration },
): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { stage },
    statistic,
    period,
    label: metricName === 'AccountsWithoutWebhook' ? 'accounts' : 'new ones',
  });
}

/** Milliseconds from Smile's `createdAt` to done. */
export function ageToDone(stage: string, statistic: string): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName: 'AgeToDone',
    dimensionsMap: { stage },
    statistic,
    period: PERIOD,
    label: statistic,
  });
}

function searchFor(
  metricName: string,
  dimensions: readonly string[],
  values: Readonly<Record<string, string>>,
): string {
  const wanted = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  const terms = [`MetricName="${metricName}"`, ...wanted].join(' ');
  return `SEARCH('{${[NAMESPACE, ...dimensions].join(',')}} ${terms}', 'Sum', ${PERIOD.toSeconds()})`;
}
