import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { askAws } from '../ask-aws.ts';

/** A metric over a time that ends now. */
export interface MetricQuestion {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
  readonly periodSeconds: number;
  /** How far back. */
  readonly seconds: number;
}

/** A metric's value in one period. */
export interface MetricValue {
  readonly value: number;
  /** Epoch milliseconds at which the period began. */
  readonly began: number;
}

/** Values, newest first. Periods in which nothing was reported have none. @throws StageOutOfReach */
export async function readMetric(
  client: CloudWatchClient,
  { namespace, name, dimensions, statistic, periodSeconds, seconds }: MetricQuestion,
  abortSignal: AbortSignal,
): Promise<readonly MetricValue[]> {
  const now = Date.now();
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const { MetricDataResults = [] } = await askAws({
    action: 'cloudwatch:GetMetricData',
    on: 'all resources, since it takes no narrower one',
    ask: () =>
      client.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - seconds * 1000),
          EndTime: new Date(now),
          ScanBy: 'TimestampDescending',
          MetricDataQueries: [
            {
              Id: 'asked',
              MetricStat: {
                Metric: { Namespace: namespace, MetricName: name, Dimensions },
                Period: periodSeconds,
                Stat: statistic,
              },
            },
          ],
        }),
        { abortSignal },
      ),
  });
  const { Values = [], Timestamps = [] } = MetricDataResults[0] ?? {};
  return Values.map((value, index) => ({ value, began: Timestamps[index]?.getTime() ?? now }));
}
