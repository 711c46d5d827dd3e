import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic.ts';
import { createAlarm } from './alarm-definition.ts';
import { alarmsFor, MAX_NO_EVENT_HOURS } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import type { Watched } from './watched.ts';

export interface MonitoringConfiguration {
  /** Gets every alarm, after its owner has confirmed the e-mail that SNS sends. */
  readonly alarmEmail?: string | undefined;
  /** ARN of a topic that gets every alarm in place of one that is made here. */
  readonly alarmTopic?: string | undefined;
  /** Hours without an event that are an alarm, 1 to 168. Undefined: none are. */
  readonly noEventHours?: number | undefined;
  /** Address of the runbook for the links in alarms; by default its path in this project. */
  readonly runbook?: string | undefined;
}

export interface MonitoringProps extends Watched {
  readonly configuration: MonitoringConfiguration;
}

/** Alarms, where they are announced, and a dashboard that reads as the way of an event. */
export class Monitoring extends Construct {
  readonly dashboardName: string;
  /** Gets every alarm. */
  readonly alarmTopic: ITopic;

  constructor(scope: Construct, id: string, { configuration, ...watched }: MonitoringProps) {
    super(scope, id);
    const { alarmEmail, alarmTopic, noEventHours, runbook = 'docs/operations.md' } = configuration;
    this.node.addValidation({ validate: () => faultsIn(noEventHours) });

    this.alarmTopic =
      alarmTopic === undefined
        ? new AlarmTopic(this, 'Announcements', { email: alarmEmail }).topic
        : Topic.fromTopicArn(this, 'Announcements', alarmTopic);
    const alarms = alarmsFor(noEventHours, watched).map((definition) => {
      const alarm = createAlarm(this, definition, watched, runbook);
      alarm.addAlarmAction(new SnsAction(this.alarmTopic));
      return alarm;
    });
    this.dashboardName = createDashboard(this, watched, alarms).dashboardName;
  }
}

function faultsIn(noEventHours: number | undefined): string[] {
  if (noEventHours === undefined) return [];
  const whole = Number.isInteger(noEventHours);
  if (whole && noEventHours >= 1 && noEventHours <= MAX_NO_EVENT_HOURS) return [];
  return [
    `noEventHours is ${noEventHours}: use whole hours from 1 to ${MAX_NO_EVENT_HOURS}, CloudWatch looks back no further.`,
  ];
}
