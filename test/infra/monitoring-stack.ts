import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Monitoring, type MonitoringConfiguration } from '../../infra/monitoring/monitoring.ts';
import { DEFAULT_RETRY } from '../../lambdas/worker/contract.ts';
import type { KnownMetric } from './monitoring-emitted.ts';
import { words } from './template.ts';
import { temporaryDirectory } from './temporary.ts';

/** An alarm of the template, in words that a test can compare. */
export interface TemplateAlarm {
  readonly name: string;
  /** The name without project and stage. */
  readonly id: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly metrics: readonly KnownMetric[];
  readonly expressions: readonly string[];
  readonly statistics: readonly string[];
  readonly periodSeconds: number;
  readonly comparison: string;
  readonly threshold: number;
  readonly bad: number;
  readonly of: number;
  readonly missingData: string | undefined;
}

/** The construct in a stack that has nothing but what it watches, a widget too unless said otherwise. */
export function monitoredStack(
  configuration: MonitoringConfiguration = {},
  stage = 'sandbox',
  { hasWidget = true, visibilityTimeoutSeconds = 180, retry = DEFAULT_RETRY } = {},
) {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Smile');
  const restApi = new RestApi(stack, 'Api', { restApiName: `smile-${stage}` });
  restApi.root.addMethod('POST');
  const lambda = (id: string) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {}'),
      logGroup: new LogGroup(stack, `${id}Log`),
    });
  const queue = (id: string) => new Queue(stack, id, { fifo: true });
  const watched = {
    stage,
    restApi,
    ingress: lambda('Ingress'),
    worker: lambda('Worker'),
    eventsQueue: queue('Events'),
    retry,
    visibilityTimeoutSeconds,
    deadLettersQueue: queue('DeadLetters'),
    widget: hasWidget ? widgetIn(stack, lambda) : undefined,
  };
  const monitoring = new Monitoring(stack, 'Monitoring', { ...watched, configuration });
  return {
    app,
    stack,
    watched,
    monitoring,
    /** A token as it stands in the template, in our words. */
    named: (value: unknown) => words(stack.resolve(value)),
  };
}

function widgetIn(stack: Stack, lambda: (id: string) => LambdaFunction) {
  const httpApi = new HttpApi(stack, 'WidgetApi', { createDefaultStage: false });
  return {
    api: new HttpStage(stack, 'WidgetStage', { httpApi, stageName: '$default' }),
    callbacks: lambda('Callbacks'),
    linkToken: lambda('LinkToken'),
    status: lambda('Status'),
    lossDetector: lambda('LossDetector'),
  };
}

export type MonitoredStack = ReturnType<typeof monitoredStack>;

export const templateOf = ({ stack }: MonitoredStack): Template => Template.fromStack(stack);

/** Paths of the constructs that the rule packs object to; most are of what is only watched here. */
export function nagFindings(app: App): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ValidationFailed') throw error;
  }
  const report = readFileSync(join(app.outdir, 'validation-report.json'), 'utf8');
  return Array.from(report.matchAll(/"constructPath": "([^"]+)"/g), ([, path = '']) => path);
}

export const resources = (template: Template, type: string): Record<string, unknown>[] =>
  Object.values(template.findResources(type)).map(
    ({ Properties }) => Properties as Record<string, unknown>,
  );

interface MetricStat {
  readonly Metric: { Namespace: string; MetricName: string; Dimensions?: Dimension[] };
  readonly Stat: string;
  readonly Period: number;
}
type Dimension = { readonly Name: string; readonly Value: unknown };

export function alarmsIn(template: Template): TemplateAlarm[] {
  return resources(template, 'AWS::CloudWatch::Alarm').map((alarm) => {
    const queries = (alarm.Metrics ?? []) as { MetricStat?: MetricStat; Expression?: string }[];
    const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
    const single = alarm as unknown as MetricStat['Metric'] & { MetricName?: string };
    return {
      name: words(alarm.AlarmName),
      id: words(alarm.AlarmName).replace(/^smile-[a-z]+-/, ''),
      description: words(alarm.AlarmDescription),
      actions: ((alarm.AlarmActions ?? []) as unknown[]).map(words),
      metrics: (alarm.MetricName ? [single] : stats.map(({ Metric }) => Metric)).map(known),
      expressions: queries.flatMap(({ Expression }) => Expression ?? []),
      statistics: alarm.MetricName
        ? [String(alarm.Statistic ?? alarm.ExtendedStatistic)]
        : stats.map(({ Stat }) => Stat),
      periodSeconds: Number(alarm.Period ?? stats[0]?.Period),
      comparison: String(alarm.ComparisonOperator),
      threshold: Number(alarm.Threshold),
      bad: Number(alarm.DatapointsToAlarm),
      of: Number(alarm.EvaluationPeriods),
      missingData: alarm.TreatMissingData as string | undefined,
    };
  });
}

const known = ({ Namespace, MetricName, Dimensions = [] }: MetricStat['Metric']): KnownMetric => ({
  namespace: Namespace,
  name: MetricName,
  dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, words(Value)])),
});

/** A search of the dashboard: what it looks for among metrics of exactly these dimensions. */
export interface Search {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    /** Of a search in logs. */
    readonly query?: string;
    /** Namespace, name, dimensions as pairs, options; or options with an expression alone. */
    readonly metrics?: readonly (string | { readonly expression?: string })[][];
  };
}

export function dashboardIn(template: Template) {
  const [dashboard] = resources(template, 'AWS::CloudWatch::Dashboard');
  const { widgets } = JSON.parse(words(dashboard?.DashboardBody)) as { widgets: Widget[] };
  const lines = widgets.flatMap(({ properties }) => properties.metrics ?? []);
  return {
    headings: widgets.flatMap(({ properties: { markdown } }) =>
      markdown === undefined ? [] : (/^#+ (.*)/.exec(markdown)?.[1] ?? ''),
    ),
    alarms: widgets.flatMap(({ properties }) => properties.alarms ?? []),
    logs: widgets.map(({ properties: { query = '' } }) => query).join(),
    metrics: lines.flatMap(drawn),
    searches: lines.flat().flatMap((part) => (typeof part === 'string' ? [] : searchIn(part))),
  };
}

function drawn(line: NonNullable<Widget['properties']['metrics']>[number]): KnownMetric[] {
  const [namespace, name, ...pairs] = line.filter((part) => typeof part === 'string');
  if (namespace === undefined || name === undefined) return [];
  const dimensions: Record<string, string> = {};
  for (let i = 0; i + 1 < pairs.length; i += 2) dimensions[pairs[i] ?? ''] = pairs[i + 1] ?? '';
  return [{ namespace, name, dimensions }];
}

function searchIn({ expression = '' }: { readonly expression?: string }): Search[] {
  const [, schema, terms] = /SEARCH\('\{([^}]+)\} ([^']+)', 'Sum', 300\)/.exec(expression) ?? [];
  if (schema === undefined || terms === undefined) return [];
  const [namespace = '', ...dimensions] = schema.split(',');
  const pairs = Array.from(terms.matchAll(/(\w+)="([^"]+)"/g), ([, key, value]) => [key, value]);
  const { MetricName: name, ...values } = Object.fromEntries(pairs) as Record<string, string>;
  return [{ namespace, name: name ?? '', dimensions, values }];
}
