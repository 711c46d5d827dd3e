import { z } from 'zod';
import { MAX_NO_EVENT_HOURS } from '../monitoring/alarms.ts';

/** Where alarms go, and which one depends on how busy a stage is. */
export const monitoring = z
  .strictObject({
    /** Gets every alarm, after it has confirmed the subscription. */
    alarmEmail: z.email('must be an e-mail address').exactOptional(),
    /** An SNS topic of your own that gets every alarm, in place of one that is made here. */
    alarmTopic: z
      .string()
      .regex(
        /^(arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+|\$\{Token\[.+\]\})$/,
        'must be the ARN of an SNS topic, not of a FIFO topic',
      )
      .exactOptional(),
    /** Alarms when no event came for so many hours. Default: off. */
    noEventHours: z
      .int('must be a whole number of hours')
      .min(1, 'must be one hour at least')
      .max(
        MAX_NO_EVENT_HOURS,
        `must be ${MAX_NO_EVENT_HOURS} at most: CloudWatch looks back no further`,
      )
      .exactOptional(),
    /** Where your people find docs/operations.md; alarms link there. */
    runbook: z.url('must be a URL').exactOptional(),
  })
  .refine(({ alarmEmail, alarmTopic }) => alarmEmail === undefined || alarmTopic === undefined, {
    path: ['alarmEmail'],
    error:
      'must be left out beside alarmTopic: who is subscribed to a topic of your own is for its own stack to say. Subscribe the address there',
  });

/** Whether a topic is where alarms of this region can reach it. Undefined and tokens: only AWS knows. */
export function isTopicOf(region: string | undefined, topic: string | undefined): boolean {
  const [, of] = /^arn:[a-z-]+:sns:([a-z0-9-]+):/.exec(topic ?? '') ?? [];
  return region === undefined || of === undefined || of === region;
}
