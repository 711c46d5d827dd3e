import { lasting } from '../../lasting.ts';
import { outputOf } from '../examined.ts';
import { fine, type Finding, problem, warning } from '../finding.ts';
import { queueCounts, queueName } from '../queue-counts.ts';
import { readMetric } from '../read-metric.ts';
import type { Check } from '../run-checks.ts';

/** An event is handled within seconds. Retries by default take less than the second (alarm `queue-age`). */
const SLOW_SECONDS = 5 * 60;
const STUCK_SECONDS = 20 * 60;

/** How long events wait for the worker. A local run knows their number alone. */
export const queueCheck: Check = {
  name: 'queue',
  async look(examined, signal) {
    const url = await outputOf(examined, 'EventsQueueUrl');
    const [{ waiting, inFlight }, ages] = await Promise.all([
      queueCounts(examined.sqs, url, signal),
      examined.deployed &&
        readMetric(
          examined.deployed.cloudWatch,
          {
            namespace: 'AWS/SQS',
            name: 'ApproximateAgeOfOldestMessage',
            dimensions: { QueueName: queueName(url) },
            statistic: 'Maximum',
            periodSeconds: 60,
            seconds: 15 * 60,
          },
          signal,
        ),
    ]);
    const counts = `${waiting} waiting, ${inFlight} in flight`;
    const age = ages?.[0]?.value;
    const evidence = { waiting, inFlight, age };
    // Of a queue that has been empty for hours SQS reports no age (SQS developer guide, CloudWatch metrics).
    if (ages && age === undefined && waiting > 0) {
      return { mark: 'unseen', says: `${counts}, and CloudWatch has no age of them yet`, evidence };
    }
    return { ...judge(counts, age, examined.option), evidence };
  },
};

function judge(counts: string, age: number | undefined, option: string): Finding {
  const says = age === undefined ? counts : `oldest message ${lasting(age)}, ${counts}`;
  if (age === undefined || age < SLOW_SECONDS) return fine(says);
  const look = `smile tail --errors${option}`;
  return age < STUCK_SECONDS ? warning(says, look) : problem(says, look);
}
