import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import { errors, widgetServerErrors } from './aws-metrics.ts';
import { logCommand } from './log-command.ts';
import { accountsWithoutWebhook, count } from './smile-metrics.ts';
import type { WatchedWidget } from './watched.ts';

/** A page tries again by itself: one answer of 503 is no reason to wake anybody. */
const MORE_THAN_A_HICCUP = 3;

const ONCE = { bad: 1, of: 1 };
const SILENCE_IS_GOOD = TreatMissingData.NOT_BREACHING;

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
      id: 'account-without-webhook',
      metric: ({ stage }) => accountsWithoutWebhook(stage),
      threshold: { atLeast: 1 },
      periods: ONCE,
      missingData: SILENCE_IS_GOOD,
      cause:
        'The widget has connected an account, and no webhook of it came in time. Smile sends an event three times within a minute or two, so it is probably lost, and others with it. The account stays counted until a webhook of it comes, or for a day.',
      firstCommand: () => logCommand(widget.lossDetector, '1h', '"account without a webhook"'),
    },
    {
      id: 'loss-detector-errors',
      metric: () => errors(widget.lossDetector),
      threshold: { atLeast: 1 },
      periods: ONCE,
      missingData: SILENCE_IS_GOOD,
      cause:
        'The loss detector crashed, did not start, ran out of time or could not read the state. Nothing is lost by it, but meanwhile nobody notices lost webhooks. It runs again every five minutes.',
      firstCommand: () => logCommand(widget.lossDetector, '1h', '?ERROR ?timeout ?error'),
    },
  ];
}
