import { beforeAll, describe, expect, it } from 'vitest';
import { emitted } from './monitoring-emitted.ts';
import { faultOf, keyOf } from './monitoring-existence.ts';
import {
  alarmsIn,
  dashboardIn,
  monitoredStack,
  resources,
  templateOf,
} from './monitoring-stack.ts';
import { words } from './template.ts';

const full = monitoredStack();
const template = templateOf(full);
const dashboard = dashboardIn(template);

let code: Awaited<ReturnType<typeof emitted>>;
beforeAll(async () => {
  code = await emitted();
});

describe('the dashboard', () => {
  it('draws only metrics that exist', () => {
    const { metrics } = dashboard;

    expect(metrics.length).toBeGreaterThan(30);
    expect(metrics.flatMap((metric) => faultOf(metric, code.metrics, full) ?? [])).toEqual([]);
  });

  it('searches only for metrics that exist', () => {
    const { searches } = dashboard;

    const found = searches.map(({ namespace, name, dimensions, values }) =>
      code.metrics.some(
        (one) =>
          one.namespace === namespace &&
          one.name === name &&
          Object.keys(one.dimensions).toSorted().join() === dimensions.toSorted().join() &&
          Object.entries(values).every(([key, value]) => one.dimensions[key] === value),
      ),
    );

    expect(searches.map(({ name }) => name)).toEqual([
      'Handled',
      'Handled',
      'Handled',
      'Handled',
      'DeadLetters',
      'CallbacksRefused',
      'LinkTokenFailures',
    ]);
    expect(found).toEqual(searches.map(() => true));
  });

  it('shows everything that the code emits', () => {
    const drawn = new Set([...dashboard.metrics, ...dashboard.searches].map(({ name }) => name));

    const missing = code.metrics.filter(({ name }) => !drawn.has(name));

    expect(missing).toEqual([]);
  });

  it('shows every reason and every outcome that the code emits', () => {
    const drawn = new Set(dashboard.metrics.map(keyOf));
    const found = dashboard.searches.filter(({ dimensions }) => dimensions.includes('reason'));
    const searched = new Set(found.map(({ name }) => name));
    const outcomes = new Set(dashboard.searches.map(({ values }) => values.outcome));

    const byReason = code.metrics.filter(({ dimensions }) => dimensions.reason !== undefined);
    const emittedOutcomes = code.metrics.flatMap(({ dimensions }) => dimensions.outcome ?? []);

    const missing = byReason.filter(
      (metric) => !drawn.has(keyOf(metric)) && !searched.has(metric.name),
    );
    expect(missing).toEqual([]);
    expect(emittedOutcomes.filter((outcome) => !outcomes.has(outcome))).toEqual([]);
  });

  it('reads as the way of an event, each row with what it means', () => {
    expect(dashboard.headings).toEqual([
      "Smile's events, sandbox",
      '1 · Received',
      '2 · Stored or refused',
      '3 · Waiting',
      '4 · Handled',
      '5 · Tried again',
      '6 · Given up',
      '7 · Age when done',
      '8 · Widget',
      'What the logs say',
    ]);
  });

  it('has no row of a widget that the stage does not have', () => {
    const { headings } = dashboardIn(
      templateOf(monitoredStack({}, 'sandbox', { hasWidget: false })),
    );

    expect(headings).not.toContain('8 · Widget');
    expect(headings).toHaveLength(dashboard.headings.length - 1);
  });

  it('shows the logs of every function', () => {
    const { ingress, worker, widget } = full.watched;
    const functions = [ingress, worker, widget?.callbacks, widget?.linkToken, widget?.status];

    for (const lambda of [...functions, widget?.lossDetector]) {
      expect(dashboard.logs).toContain(full.named(lambda?.logGroup.logGroupName));
    }
  });

  it('shows the state of every alarm', () => {
    expect(dashboard.alarms).toHaveLength(alarmsIn(template).length);
  });

  it('has a name by stage and region: dashboards belong to the whole account', () => {
    const [{ DashboardName } = {}] = resources(template, 'AWS::CloudWatch::Dashboard');

    expect(words(DashboardName)).toBe('smile-sandbox-${AWS::Region}');
    expect(full.named(full.monitoring.dashboardName)).toMatch(/^\$\{MonitoringDashboard\w+\}$/);
  });
});
