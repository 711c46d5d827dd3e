import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/**
 * Every metric, named once. Counts, except `AgeToDone`: milliseconds from `createdAt` to done; and
 * `AccountsWithoutWebhook`: how many there are now;
 * `AccountsNewlyWithoutWebhook`: how many of them there were not a quarter of an hour ago.
 */
export type MetricName =
  | 'Received'
  | 'Rejected'
  | 'Stored'
  | 'Quarantined'
  | 'NotStored'
  | 'SecretUnreadable'
  | 'SecretStale'
  | 'Handled'
  | 'Duplicates'
  | 'Conflicts'
  | 'Retries'
  | 'DeadLetters'
  | 'FutureStamps'
  | 'StrayErrors'
  | 'AgeToDone'
  | 'CallbacksStored'
  | 'CallbacksNotStored'
  | 'CallbacksRefused'
  | 'LinkTokens'
  | 'LinkTokenFailures'
  | 'SmileRefused'
  | 'AccountsWithoutWebhook'
  | 'AccountsNewlyWithoutWebhook';

/** Few values each, and never an id: every combination is a metric that costs money. */
export interface MetricDimensions {
  readonly type?: string;
  readonly outcome?: string;
  readonly reason?: string;
}

/** Records a set of values under the same dimensions. */
export type Measure = (
  values: Readonly<Partial<Record<MetricName, number>>>,
  dimensions?: MetricDimensions,
) => void;

/** Metrics of a stage as CloudWatch embedded metric format, one log line a call. */
export function createMeasure(stage: string): Measure {
  const metrics = new Metrics({ namespace: 'Smile' });
  // Powertools adds a dimension `service` by itself: one more to know in every alarm and query.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ stage });
  return (values, dimensions = {}) => {
    metrics.addDimensions({ ...dimensions });
    for (const [name, value] of Object.entries(values)) {
      metrics.addMetric(
        name,
        name === 'AgeToDone' ? MetricUnit.Milliseconds : MetricUnit.Count,
        value,
      );
    }
    metrics.publishStoredMetrics();
  };
}
