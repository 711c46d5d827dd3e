import {
  type CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { askAws } from '../../ask-aws.ts';
import { deployCommand, outputOf } from '../examined.ts';
import { fine, notHere, problem, warning } from '../finding.ts';
import type { Check } from '../run-checks.ts';

/** The alarms of the stage: whether there are any that report to its topic, and which of them fire. */
export const alarmsCheck: Check = {
  name: 'alarms',
  async look(examined, signal) {
    const { deployed, stage } = examined;
    if (!deployed) return notHere('a local run has no alarms');
    const topic = await outputOf(examined, 'AlarmTopicArn');
    const prefix = `smile-${stage}-`;
    const all = await alarmsWith(deployed.cloudWatch, prefix, signal);
    // By its topic too: the prefix is also that of a stage whose name goes on with a hyphen.
    const own = all.filter(({ AlarmActions = [] }) => AlarmActions.includes(topic));
    if (own.length === 0) {
      return problem('no alarm reports to the topic of the stage', deployCommand(stage));
    }
    const idOf = ({ AlarmName = '' }: MetricAlarm) => AlarmName.slice(prefix.length);
    const firing = own.filter(({ StateValue }) => StateValue === 'ALARM');
    if (firing.length > 0) {
      const ids = firing.map(idOf);
      return {
        ...problem(`firing: ${ids.join(', ')}`, `See ${firing.map(runbookOf).join(', ')}.`),
        evidence: { alarms: own.length, firing: ids },
      };
    }
    const muted = own.filter(({ ActionsEnabled = true }) => !ActionsEnabled);
    if (muted.length > 0) {
      const names = muted.map(({ AlarmName = '' }) => AlarmName).join(' ');
      return warning(
        `${muted.length} of ${own.length} alarms are muted, and tell no one`,
        `aws cloudwatch enable-alarm-actions --alarm-names ${names}`,
      );
    }
    return { ...fine(`none of ${own.length} fires`), evidence: { alarms: own.map(idOf) } };
  },
};

/** The last line of its description links to its entry. */
function runbookOf({ AlarmDescription = '', AlarmName = '' }: MetricAlarm): string {
  return /^Runbook: (\S+)$/m.exec(AlarmDescription)?.[1] ?? `the alarm ${AlarmName}`;
}

async function alarmsWith(client: CloudWatchClient, prefix: string, abortSignal: AbortSignal) {
  return await askAws({
    action: 'cloudwatch:DescribeAlarms',
    on: 'the alarms of the account',
    async ask() {
      const alarms: MetricAlarm[] = [];
      const asked = { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm' as const] };
      const pages = paginateDescribeAlarms({ client }, asked, { abortSignal });
      for await (const { MetricAlarms = [] } of pages) alarms.push(...MetricAlarms);
      return alarms;
    },
  });
}
