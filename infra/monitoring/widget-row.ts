import { widgetClientErrors, widgetRequests, widgetServerErrors } from './aws-metrics.ts';
import type { Row } from './dashboard-row.ts';
import { accountsWithoutWebhook, count, PERIOD, refusedByReason } from './smile-metrics.ts';
import type { WatchedWidget } from './watched.ts';

const MOST = { statistic: 'Maximum', period: PERIOD };

/** What the widget's pages tell and ask. */
export const widgetRow = (stage: string, widget: WatchedWidget): Row => ({
  text: `## 8 · Widget
What pages with the widget tell and ask. Callbacks go the way of the webhooks: rows 3 to 7.

**Accounts without a webhook** must be zero: the widget has connected them, and no webhook came. **SmileRefused**: our API key is not taken.

A session that has ended is normal.`,
  graphs: [
    {
      title: 'Requests',
      unit: 'requests',
      metrics: [widgetRequests(widget), widgetClientErrors(widget), widgetServerErrors(widget)],
    },
    {
      title: 'Callbacks',
      unit: 'callbacks',
      metrics: [
        count(stage, 'CallbacksStored'),
        count(stage, 'CallbacksNotStored'),
        refusedByReason(stage, 'CallbacksRefused'),
      ],
    },
    {
      title: 'Link tokens',
      unit: 'requests',
      metrics: [
        count(stage, 'LinkTokens'),
        count(stage, 'SmileRefused'),
        refusedByReason(stage, 'LinkTokenFailures'),
      ],
    },
    {
      title: 'Accounts without a webhook',
      unit: 'accounts',
      metrics: [
        accountsWithoutWebhook(stage, 'AccountsWithoutWebhook', MOST),
        accountsWithoutWebhook(stage, 'AccountsNewlyWithoutWebhook', MOST),
      ],
    },
  ],
});
