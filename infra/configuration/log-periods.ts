import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The periods that CloudWatch offers, by their number of days. */
export const logPeriods = new Map<number, RetentionDays>(
  Object.values(RetentionDays).flatMap((period) =>
    typeof period === 'number' && period !== RetentionDays.INFINITE ? [[period, period]] : [],
  ),
);

/** CloudWatch's period of so many days, which the configuration's schema has found to exist. */
export function logPeriodOf(days: number): RetentionDays {
  return logPeriods.get(days) ?? RetentionDays.ONE_MONTH;
}
