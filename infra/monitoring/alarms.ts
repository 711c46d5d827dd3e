import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import { INGRESS_ALARMS } from './ingress-alarms.ts';
import { logCommand } from './log-command.ts';
import { count } from './smile-metrics.ts';
import type { Watched } from './watched.ts';
import { widgetAlarms } from './widget-alarms.ts';
import { WORKER_ALARMS } from './worker-alarms.ts';

/** CloudWatch looks back for seven days at most (PutMetricAlarm, Period). */
export const MAX_NO_EVENT_HOURS = 7 * 24;

/** Off unless asked for: only the team knows how long a silence is normal. */
function noEvent(hours: number): AlarmDefinition {
  return {
    id: 'no-event',
    metric: ({ stage }) => count(stage, 'Stored', Duration.hours(1)),
    threshold: { below: 1 },
    periods: { bad: hours, of: hours },
    // An hour without an event has no value: here silence is the very fault.
    missingData: TreatMissingData.BREACHING,
    cause: `No event was stored for ${hours} h. The webhook is gone from Smile, or Smile cannot reach us, or nothing happens there.`,
    firstCommand: ({ ingress }) => logCommand(ingress, '1d', '"event stored"'),
  };
}

/** @param noEventHours hours of silence that are not normal; undefined: any silence is */
export function alarmsFor(
  noEventHours: number | undefined,
  { widget }: Watched,
): readonly AlarmDefinition[] {
  return [
    ...INGRESS_ALARMS,
    ...WORKER_ALARMS,
    ...(noEventHours === undefined ? [] : [noEvent(noEventHours)]),
    ...(widget ? widgetAlarms(widget) : []),
  ];
}
