import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  Dashboard,
  GraphWidget,
  type IWidget,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Graph } from './dashboard-row.ts';
import { rowsFor } from './dashboard-rows.ts';
import type { Watched, WatchedWidget } from './watched.ts';

/** In the grid of a dashboard, which is 24 wide. */
const TEXT_WIDTH = 6;
const BESIDE_TEXT = 18;
const HEIGHT = 7;

/** One page, read from top to bottom as an event goes. */
export function createDashboard(
  scope: Construct,
  watched: Watched,
  alarms: readonly Alarm[],
): Dashboard {
  const dashboard = new Dashboard(scope, 'Dashboard', {
    // Dashboards belong to the account, not to a region: one stage may live in two.
    dashboardName: `smile-${watched.stage}-${Stack.of(scope).region}`,
    defaultInterval: Duration.days(1),
  });
  dashboard.addWidgets(...alarmRow(watched, alarms));
  for (const { text, graphs } of rowsFor(watched)) {
    const width = Math.floor(BESIDE_TEXT / graphs.length);
    dashboard.addWidgets(textWidget(text), ...graphs.map((graph) => graphWidget(graph, width)));
  }
  dashboard.addWidgets(...logRow(watched));
  return dashboard;
}

function alarmRow({ stage }: Watched, alarms: readonly Alarm[]): IWidget[] {
  const text = `# Smile's events, ${stage}
Each row is a step on the way of an event. The description of an alarm says what has happened and what to do first.

Did it come? Rows 1 and 2. Is it done? Row 4. Is it stuck, or given up? Rows 3, 5, 6. For one event by its id, look into the ledger: docs/operations.md`;
  return [
    textWidget(text),
    new AlarmStatusWidget({
      title: 'Alarms',
      alarms: [...alarms],
      sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
      width: BESIDE_TEXT,
      height: HEIGHT,
    }),
  ];
}

function logRow({ ingress, worker, widget }: Watched): IWidget[] {
  const functions = [ingress, worker, ...functionsOf(widget)];
  const text = `## What the logs say
Warnings and errors of all functions, newest first. With \`eventId\` find the row in the ledger.`;
  return [
    textWidget(text),
    new LogQueryWidget({
      title: 'Warnings and errors',
      logGroupNames: functions.map(({ logGroup }) => logGroup.logGroupName),
      queryLines: [
        'fields @timestamp, level, message, eventId, eventType, reason, errorClass, code',
        'filter level in ["WARN", "ERROR"]',
        'sort @timestamp desc',
        'limit 50',
      ],
      width: BESIDE_TEXT,
      height: HEIGHT,
    }),
  ];
}

const functionsOf = (widget: WatchedWidget | undefined) =>
  widget ? [widget.callbacks, widget.linkToken, widget.status, widget.lossDetector] : [];

const textWidget = (markdown: string): IWidget =>
  new TextWidget({ markdown, width: TEXT_WIDTH, height: HEIGHT });

const graphWidget = ({ title, unit, metrics, alarmAt }: Graph, width: number): IWidget =>
  new GraphWidget({
    title,
    left: [...metrics],
    leftAnnotations: alarmAt === undefined ? [] : [{ value: alarmAt, label: 'alarm' }],
    leftYAxis: { label: unit, min: 0, showUnits: false },
    width,
    height: HEIGHT,
  });
