import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

export interface Graph {
  readonly title: string;
  readonly unit: string;
  readonly metrics: readonly IMetric[];
  /** Drawn as a line: the value of an alarm. */
  readonly alarmAt?: number;
}

/** One step on the way of an event: what it means, for support and engineers, and its numbers. */
export interface Row {
  /** Markdown. */
  readonly text: string;
  readonly graphs: readonly Graph[];
}
