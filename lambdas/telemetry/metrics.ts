import { printLine } from './print-line.ts';

/**
 * Every metric, named once. Counts, except `AgeToDone`: milliseconds from `createdAt` to done; and
 * `AccountsWithoutWebhook`: how many there are now;
 * `AccountsNewlyWithoutWebhook`: how many of them there were not a quarter of an hour ago.
 */
export type MetricName =
  | 'Received'
  | 'Refused'
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
  | 'TicketsExpired'
  | 'FutureStamps'
  | 'Undated'
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

export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

/** Values under the same dimensions. */
export interface MetricSet {
  readonly values: MetricValues;
  readonly dimensions?: MetricDimensions;
}

/** Records a set of values. */
export type Measure = (values: MetricValues, dimensions?: MetricDimensions) => void;

/** Metrics of a stage, one line a call. */
export function createMeasure(stage: string): Measure {
  return (values, dimensions = {}) => printLine(metricRecord(stage, [{ values, dimensions }]));
}

/**
 * Metrics as members of a log line, from which CloudWatch makes them (CloudWatch docs, Embedded metric format
 * specification). Several sets may share a line; a name that stands in two of them has one value.
 */
export function metricRecord(stage: string, sets: readonly MetricSet[]) {
  const told = sets.filter(({ values }) => Object.keys(values).length > 0);
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: told.map(({ values, dimensions = {} }) => ({
        Namespace: 'Smile',
        Dimensions: [['stage', ...Object.keys(dimensions)]],
        Metrics: Object.keys(values).map((Name) => ({ Name, Unit: unitOf(Name) })),
      })),
    },
    stage,
    ...Object.assign({}, ...told.flatMap(({ values, dimensions }) => [dimensions, values])),
  };
}

function unitOf(name: string): 'Count' | 'Milliseconds' {
  return name === 'AgeToDone' ? 'Milliseconds' : 'Count';
}
