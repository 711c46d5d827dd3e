import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LossDetectorEnvironment } from '../../lambdas/loss-detector/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import type { Tables } from '../storage/tables.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface LossDetectorFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly lossAfterMinutes: number;
  readonly tables: Tables;
}

/** Counts the accounts that the widget connected and of which no webhook came. */
export class LossDetectorFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: LossDetectorFunctionProps) {
    const { settings, configuration, lossAfterMinutes, tables } = props;
    const { everyMinutes, ...size } = settings.widget.lossDetector;
    const comesAgain = `A run has no message that could be lost: the next one comes in ${everyMinutes} minutes and looks at everything.`;
    const environment: LossDetectorEnvironment = {
      STAGE: settings.stage,
      STATE_TABLE: tables.state.tableName,
      LOSS_AFTER_MINUTES: String(lossAfterMinutes),
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...size,
      description: `Looks for accounts of which no webhook came (${settings.stage})`,
      environment,
      withoutDeadLetters: comesAgain,
    });
    tables.grantQueryAwaiting(this);
    // Lambda's own retries, two within six hours by default: beside the next run they would count twice.
    this.function.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.minutes(everyMinutes),
    });
    acknowledge(this.function, { 'Serverless-LambdaAsyncFailureDestination': comesAgain });
  }
}
