import { lasting } from '../../lasting.ts';
import { fine, notHere, warning } from '../finding.ts';
import { readMetric } from '../read-metric.ts';
import type { Check } from '../run-checks.ts';

const A_DAY = 24 * 60 * 60;
const PERIOD = 5 * 60;

/** When an event was last stored. Only its owner knows how long a stage may be silent: silence is no problem by itself. */
export const lastEventCheck: Check = {
  name: 'last-event',
  async look({ deployed, stage, option }, signal) {
    if (!deployed) return notHere('a local run has no metrics: smile events lists what came');
    const values = await readMetric(
      deployed.cloudWatch,
      {
        namespace: 'Smile',
        name: 'Stored',
        dimensions: { stage },
        statistic: 'Sum',
        periodSeconds: PERIOD,
        seconds: A_DAY,
      },
      signal,
    );
    const stored = values.filter(({ value }) => value > 0);
    const [last] = stored;
    if (!last) {
      return warning(
        'no event was stored in the last 24 h',
        `If events were expected: smile doctor --only registration${option}. In a sandbox send one: smile trigger ACCOUNT_CONNECTED${option}`,
      );
    }
    const sum = stored.reduce((total, { value }) => total + value, 0);
    const ago = lasting((Date.now() - last.began) / 1000);
    return {
      ...fine(`${sum} in 24 h, the last in the five minutes that began ${ago} ago`),
      evidence: { stored: sum, last: new Date(last.began).toISOString() },
    };
  },
};
