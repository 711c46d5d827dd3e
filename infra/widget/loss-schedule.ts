import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { LossDetectorFunction } from '../functions/loss-detector-function.ts';

export interface LossScheduleProps {
  readonly detector: LossDetectorFunction;
  readonly everyMinutes: number;
}

/** Starts the loss detector, again and again, on the account's default bus. */
export class LossSchedule extends Construct {
  constructor(scope: Construct, id: string, { detector, everyMinutes }: LossScheduleProps) {
    super(scope, id);
    const rule = new Rule(this, 'Rule', {
      description: 'Starts the search for accounts of which no webhook came.',
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
    });
    rule.addTarget(
      new LambdaTarget(detector.function, {
        retryAttempts: 0,
        maxEventAge: Duration.minutes(everyMinutes),
      }),
    );
    acknowledge(rule, {
      'Serverless-EventBusDLQ': `Nothing is in the message that starts a run: the next one comes in ${everyMinutes} minutes.`,
    });
  }
}
