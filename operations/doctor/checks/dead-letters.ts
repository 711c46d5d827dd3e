import { outputOf } from '../examined.ts';
import { fine, problem } from '../finding.ts';
import { queueCounts } from '../queue-counts.ts';
import type { Check } from '../run-checks.ts';

/** Events that were given up, and wait for a redrive. */
export const deadLettersCheck: Check = {
  name: 'dead-letters',
  async look(examined, signal) {
    const url = await outputOf(examined, 'DeadLettersQueueUrl');
    const { waiting, inFlight } = await queueCounts(examined.sqs, url, signal);
    const count = waiting + inFlight;
    const evidence = { count };
    if (count === 0) return { ...fine('none'), evidence };
    const says = count === 1 ? '1 event was given up' : `${count} events were given up`;
    return { ...problem(says, `smile dead-letters${examined.option}`), evidence };
  },
};
