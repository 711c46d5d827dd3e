import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Watched } from './watched.ts';

/** An alarm as data. */
export interface AlarmDefinition {
  /** Ends the alarm's name and its anchor in the runbook. */
  readonly id: string;
  readonly metric: (watched: Watched) => IMetric;
  readonly threshold: Threshold | ((watched: Watched) => Threshold);
  /** How many periods must be bad, of how many. */
  readonly periods: { readonly bad: number; readonly of: number };
  readonly missingData: TreatMissingData;
  /** What has happened, and what it means for events. */
  readonly cause: string | ((watched: Watched) => string);
  /** For a shell of the account and region; prints nothing personal. */
  readonly firstCommand: (watched: Watched) => string;
  /** It is about single events, which the inspector shows. */
  readonly isOfEvents?: true;
}

/** At the first bad period. */
export const ONCE = { bad: 1, of: 1 };

/** For metrics that exist only where something happened: no value is good news. */
export const SILENCE_IS_GOOD = TreatMissingData.NOT_BREACHING;

/** Fires at this value and above; or below it. */
export type Threshold = { readonly atLeast: number } | { readonly below: number };

/** The entry's anchor in docs/operations.md. */
export const anchorOf = ({ id }: AlarmDefinition): string => `alarm-${id}`;

/** @param runbook address of docs/operations.md */
export function createAlarm(
  scope: Construct,
  definition: AlarmDefinition,
  watched: Watched,
  runbook: string,
): Alarm {
  const { id, metric, periods, missingData, cause, firstCommand, isOfEvents } = definition;
  const threshold =
    typeof definition.threshold === 'function'
      ? definition.threshold(watched)
      : definition.threshold;
  const isFloor = 'below' in threshold;
  return new Alarm(scope, id, {
    // Read in the subject of an e-mail. It goes with its stack, so a name of its own blocks no deploy.
    alarmName: `smile-${watched.stage}-${id}`,
    alarmDescription: [
      typeof cause === 'function' ? cause(watched) : cause,
      `First: \`${firstCommand(watched)}\`${isOfEvents ? onPage(watched) : ''}`,
      `Runbook: ${runbook}#${anchorOf(definition)}`,
    ].join('\n\n'),
    metric: metric(watched),
    threshold: isFloor ? threshold.below : threshold.atLeast,
    comparisonOperator: isFloor
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: periods.of,
    datapointsToAlarm: periods.bad,
    treatMissingData: missingData,
  });
}

/** Nothing is deployed for the page, so there is no link to it. */
function onPage({ stage }: Watched): string {
  return `, or on a page: \`npx smile inspect --stage ${stage}\`, with \`--event ID\` for one event`;
}
