import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, ONCE, SILENCE_IS_GOOD } from './alarm-definition.ts';
import { widgetServerErrors } from './aws-metrics.ts';
import { logCommand } from './log-command.ts';
import { accountsWithoutWebhook, count, PERIOD, refusedForSetup } from './smile-metrics.ts';
import type { WatchedWidget } from './watched.ts';

/** A page tries again by itself: one answer of 503 is no reason to wake anybody. */
const MORE_THAN_A_HICCUP = 3;

/** A page or two can be wrong by themselves. */
const MORE_THAN_ONE_PAGE = 3;
/** Long enough that a stage with few users has three of them. */
const QUARTER = Duration.minutes(15);

/** Those of a stage that has a widget. */
export function widgetAlarms(widget: WatchedWidget): readonly AlarmDefinition[] {
  return [
    {
      id: 'widget-5xx',
      metric: () => widgetServerErrors(widget),
      threshold: { atLeast: MORE_THAN_A_HICCUP },
      periods: ONCE,
      missingData: SILENCE_IS_GOOD,
      cause:
        "The widget's API has answered three times with a 5xx within five minutes. Pages keep their callbacks and send them again; a user who closes the page for good loses them, and gets no link token meanwhile. SQS, DynamoDB, a secret or Smile's API failed, or a function crashed.",
      firstCommand: () => logCommand(widget.callbacks, '1h', '?ERROR ?timeout ?error'),
    },
    {
      id: 'smile-refused',
      metric: ({ stage }) => count(stage, 'SmileRefused'),
      threshold: { atLeast: 1 },
      periods: ONCE,
      missingData: SILENCE_IS_GOOD,
      cause:
        "Smile does not take our API key, or the secret SmileCredentials is empty or malformed: no user gets a link token, and the widget does not open. Keys are made for one of Smile's modes and do not work in the other.",
      firstCommand: () => logCommand(widget.linkToken, '1h', '"request failed"'),
    },
    {
      id: 'no-link-tokens',
      metric: ({ stage }) => refusedForSetup(stage, QUARTER),
      threshold: { atLeast: MORE_THAN_ONE_PAGE },
      periods: ONCE,
      missingData: SILENCE_IS_GOOD,
      cause:
        "Within a quarter of an hour pages asked for link tokens and nobody got one: the backend signs sessions with another secret, for another stage or with a clock that is ahead; the page's origin is not in widget.origins; or the users are of Smile's other mode. No widget opens. A stranger who tries tokens while nobody else comes looks the same.",
      firstCommand: () => logCommand(widget.linkToken, '1h', '"request refused"'),
    },
    {
      id: 'account-without-webhook',
      metric: ({ stage }) =>
        accountsWithoutWebhook(stage, 'AccountsNewlyWithoutWebhook', {
          statistic: 'Maximum',
          period: PERIOD,
        }),
      threshold: { atLeast: 1 },
      periods: ONCE,
      missingData: SILENCE_IS_GOOD,
      cause:
        'The widget has connected an account, and no webhook of it came in time. Smile sends an event three times within a minute or two, so it is probably lost, and others with it. Goes back a quarter of an hour after the last such account; the dashboard shows how many there are.',
      firstCommand: () => logCommand(widget.lossDetector, '1h', '"account without a webhook"'),
    },
    {
      id: 'loss-detector-silent',
      metric: ({ stage }) =>
        accountsWithoutWebhook(stage, 'AccountsWithoutWebhook', {
          statistic: 'SampleCount',
          period: QUARTER,
        }),
      threshold: { below: 1 },
      periods: ONCE,
      // Each run says a number, also zero: here silence is the very fault.
      missingData: TreatMissingData.BREACHING,
      cause:
        'The loss detector has said nothing for a quarter of an hour, three runs: it crashes, cannot read the state, is throttled, or its rule is switched off. Nothing is lost by it, but meanwhile nobody notices lost webhooks. A new stage fires once, until its first run.',
      firstCommand: () => logCommand(widget.lossDetector, '1h', '?ERROR ?timeout ?error'),
    },
  ];
}
