import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitted, type KnownMetric } from './monitoring-emitted.ts';
import { faultOf as faultIn } from './monitoring-existence.ts';
import {
  alarmsIn,
  monitoredStack,
  nagFindings,
  resources,
  type TemplateAlarm,
  templateOf,
} from './monitoring-stack.ts';
import { words } from './template.ts';

const full = monitoredStack({ alarmEmail: 'on-call@example.com', noEventHours: 24 });
const template = templateOf(full);
const alarms = alarmsIn(template);
const each = alarms.map((alarm) => [alarm.id, alarm] as const);

let code: Awaited<ReturnType<typeof emitted>>;
beforeAll(async () => {
  code = await emitted();
});

const faultOf = (metric: KnownMetric) => faultIn(metric, code.metrics, full);
const alarm = (id: string) => alarms.find((candidate) => candidate.id === id) as TemplateAlarm;

/** When it fires, on one line. */
function asRow(one: TemplateAlarm) {
  return [
    one.id,
    one.metrics.map(({ name }) => name).join(' − '),
    one.statistics[0],
    one.comparison === 'LessThanThreshold' ? '<' : '≥',
    one.threshold,
    `${one.bad} of ${one.of} × ${one.periodSeconds / 60} min`,
    one.missingData,
  ];
}

describe('the metric of an alarm', () => {
  it.each(each)('%s exists under that name and those dimensions', (_, { metrics }) => {
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.map(faultOf)).toEqual(metrics.map(() => undefined));
  });

  it('would be missed under another name, stage or set of dimensions', () => {
    const real = { namespace: 'Smile', name: 'Refused', dimensions: { stage: 'sandbox' } };
    const queue = full.named(full.watched.eventsQueue.queueName);

    expect(faultOf(real)).toBeUndefined();
    expect(faultOf({ ...real, name: 'Rejected' })).toContain('does not emit');
    expect(faultOf({ ...real, dimensions: { stage: 'production' } })).toContain('does not emit');
    expect(faultOf({ ...real, name: 'DeadLetters' })).toContain('does not emit');
    expect(faultOf({ ...real, namespace: 'AWS/Smile' })).toContain('documents no');
    expect(faultOf({ namespace: 'AWS/SQS', name: 'Errors', dimensions: {} })).toContain('no AWS');
    expect(
      faultOf({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { QueueName: queue } }),
    ).toContain('by QueueName');
    expect(
      faultOf({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'other' } }),
    ).toContain('not in the stack');
  });

  it.each(alarms.filter(({ metrics }) => metrics.length === 1).map(({ id }) => id))(
    'would be missed in a template whose alarm %s watches another name',
    (id) => {
      const weakened = Template.fromJSON(structuredClone(template.toJSON()));
      const watching = resources(weakened, 'AWS::CloudWatch::Alarm').find((one) =>
        String(one.AlarmName).endsWith(`-${id}`),
      );
      Object.assign(watching ?? {}, { MetricName: 'NobodyEmitsThis' });

      const faults = alarmsIn(weakened).flatMap(({ metrics }) => metrics.map(faultOf));

      expect(faults.filter((fault) => fault !== undefined)).toHaveLength(1);
    },
  );

  it('is never searched for: an alarm cannot', () => {
    expect(alarms.flatMap(({ expressions }) => expressions).join()).not.toContain('SEARCH');
  });

  it('gateway-4xx leaves out what our code has answered, also before that was ever counted', () => {
    const { metrics, expressions } = alarm('gateway-4xx');

    expect(metrics.map(({ name }) => name)).toEqual(['4XXError', 'Refused']);
    expect(expressions).toEqual(['SUM([clientErrors, minusOurs])', '0 - FILL(ours, 0)']);
  });

  it.each([
    ['ingress-errors', 'ingress'],
    ['ingress-throttles', 'ingress'],
    ['ingress-slow', 'ingress'],
    ['worker-errors', 'worker'],
    ['worker-throttles', 'worker'],
  ] as const)('%s is of the %s', (id, name) => {
    const { functionName } = full.watched[name];

    expect(alarm(id).metrics[0]?.dimensions).toEqual({ FunctionName: full.named(functionName) });
  });

  it('no-link-tokens fires before the first token too, and never once somebody has got one', () => {
    const { metrics, expressions } = alarm('no-link-tokens');

    expect(metrics.map(({ name, dimensions }) => [name, dimensions.reason])).toEqual([
      ['LinkTokenFailures', 'session-invalid'],
      ['LinkTokenFailures', 'origin-not-allowed'],
      ['LinkTokenFailures', 'user-unknown'],
      ['LinkTokens', undefined],
    ]);
    expect(expressions).toEqual([
      'SUM([refused0, refused1, refused2, minted])',
      '0 - 1000000 * FILL(tokens, 0)',
    ]);
  });

  it("widget-5xx is of the widget's API, whose metrics go by its id", () => {
    const ApiId = full.named(full.watched.widget?.api.api.apiId);

    expect(alarm('widget-5xx').metrics).toEqual([
      { namespace: 'AWS/ApiGateway', name: '5xx', dimensions: { ApiId, Stage: '$default' } },
    ]);
  });

  it.each([
    ['queue-age', 'eventsQueue'],
    ['dead-letters', 'deadLettersQueue'],
  ] as const)('%s is of the %s', (id, name) => {
    const { queueName } = full.watched[name];

    expect(alarm(id).metrics[0]?.dimensions).toEqual({ QueueName: full.named(queueName) });
  });
});

describe('an alarm', () => {
  it('fires at these values', () => {
    expect(alarms.map(asRow)).toEqual([
      ['refused', 'Refused', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['gateway-4xx', '4XXError − Refused', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['gateway-5xx', '5XXError', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['secret-unreadable', 'SecretUnreadable', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['secret-stale', 'SecretStale', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['not-stored', 'NotStored', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['ingress-errors', 'Errors', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['ingress-throttles', 'Throttles', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['ingress-slow', 'Duration', 'p99', '≥', 3000, '2 of 3 × 5 min', 'notBreaching'],
      [
        'queue-age',
        'ApproximateAgeOfOldestMessage',
        'Maximum',
        '≥',
        1200,
        '1 of 1 × 5 min',
        'notBreaching',
      ],
      ['worker-faults', 'Retries', 'Sum', '≥', 1, '3 of 4 × 15 min', 'notBreaching'],
      ['handlers-wait', 'Retries', 'Sum', '≥', 1, '3 of 4 × 15 min', 'notBreaching'],
      ['worker-errors', 'Errors', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['stray-errors', 'StrayErrors', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['worker-throttles', 'Throttles', 'Sum', '≥', 1, '3 of 3 × 5 min', 'notBreaching'],
      [
        'dead-letters',
        'ApproximateNumberOfMessagesVisible',
        'Maximum',
        '≥',
        1,
        '1 of 1 × 5 min',
        'notBreaching',
      ],
      ['quarantined', 'Quarantined', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['conflicts', 'Conflicts', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      ['no-event', 'Stored', 'Sum', '<', 1, '24 of 24 × 60 min', 'breaching'],
      ['widget-5xx', '5xx', 'Sum', '≥', 3, '1 of 1 × 5 min', 'notBreaching'],
      ['smile-refused', 'SmileRefused', 'Sum', '≥', 1, '1 of 1 × 5 min', 'notBreaching'],
      [
        'no-link-tokens',
        'LinkTokenFailures − LinkTokenFailures − LinkTokenFailures − LinkTokens',
        'Sum',
        '≥',
        3,
        '1 of 1 × 15 min',
        'notBreaching',
      ],
      [
        'account-without-webhook',
        'AccountsNewlyWithoutWebhook',
        'Maximum',
        '≥',
        1,
        '1 of 1 × 5 min',
        'notBreaching',
      ],
      [
        'loss-detector-silent',
        'AccountsWithoutWebhook',
        'SampleCount',
        '<',
        1,
        '1 of 1 × 15 min',
        'breaching',
      ],
    ]);
  });

  it.each(each)('%s says what missing data means', (_, { missingData }) => {
    expect(missingData).toMatch(/^(notBreaching|breaching)$/);
  });

  it.each(each)('%s is announced by the topic', (_, { actions }) => {
    const topics = Object.keys(template.findResources('AWS::SNS::Topic'));

    expect(topics).toHaveLength(1);
    expect(actions).toEqual(topics.map((topic) => `\${${topic}}`));
  });

  it('has its stage in its name, so that two stages live in one account', () => {
    const production = alarmsIn(templateOf(monitoredStack({}, 'production')));

    expect(production.map(({ name }) => name)).toContain('smile-production-refused');
    expect(production.filter(({ name }) => name.includes('sandbox'))).toEqual([]);
  });
});

describe('the description of an alarm', () => {
  it.each(each)('%s holds the cause, the first command and the link', (id, one) => {
    const [cause, first, link, ...more] = one.description.split('\n\n');

    expect(cause).toMatch(/^[A-Z].{60,}\.$/);
    expect(first).toMatch(
      /^First: `(aws (logs|sqs|apigateway|lambda)|npx smile) [^`]+`(, or on a page: `npx smile inspect --stage sandbox`, with `--event ID` for one event)?$/,
    );
    expect(link).toBe(`Runbook: docs/operations.md#alarm-${id}`);
    expect(more).toEqual([]);
  });

  it.each(each)('%s fits, with names as long as they may become', (_, { description }) => {
    // PutMetricAlarm, AlarmDescription: 1,024 characters.
    expect(description.replaceAll(/\$\{[^}]+\}/g, 'x'.repeat(128)).length).toBeLessThan(1024);
  });

  it.each(each)('%s looks for a log line that the code prints', (_, { description }) => {
    const [, wanted] = /--filter-pattern '"([^"]+)"'/.exec(description) ?? [];
    if (wanted === undefined) return;

    expect(code.messages.some((message) => message.includes(wanted))).toBe(true);
  });

  it('reads the log of the function that it is about', () => {
    const { ingress, worker } = full.watched;

    expect(alarm('refused').description).toContain(full.named(ingress.logGroup.logGroupName));
    expect(alarm('conflicts').description).toContain(full.named(worker.logGroup.logGroupName));
  });

  it.each(['403', '413', '429'])('gateway-4xx names %s, which the gateway does not', (status) => {
    expect(alarm('gateway-4xx').description).toContain(status);
  });

  it.each([
    ['widget-5xx', 'callbacks'],
    ['smile-refused', 'linkToken'],
    ['account-without-webhook', 'lossDetector'],
    ['no-link-tokens', 'linkToken'],
    ['loss-detector-silent', 'lossDetector'],
  ] as const)('%s reads the log of %s', (id, name) => {
    const logGroupName = full.watched.widget?.[name].logGroup.logGroupName;

    expect(alarm(id).description).toContain(full.named(logGroupName));
  });

  it('links to the runbook that was configured', () => {
    const runbook = 'https://example.com/operations';

    const [first] = alarmsIn(templateOf(monitoredStack({ runbook })));

    expect(first?.description).toContain(`Runbook: ${runbook}#alarm-refused`);
  });
});

describe('the alarm about old messages', () => {
  it.each([
    [60, 20],
    [180, 20],
    [360, 35],
    [5400, 455],
  ])('with a visibility timeout of %d s leaves five crashes %d minutes', (seconds, minutes) => {
    const stack = monitoredStack({}, 'sandbox', { visibilityTimeoutSeconds: seconds });
    const all = alarmsIn(templateOf(stack));

    expect(all.find(({ id }) => id === 'queue-age')?.threshold).toBe(minutes * 60);
  });
});

describe('a stage that retries otherwise', () => {
  const retry = { maxAttempts: 20, baseSeconds: 60, maxFaultSeconds: 1800 };
  const stack = monitoredStack({}, 'sandbox', { retry });
  const itsAlarms = alarmsIn(templateOf(stack));
  const its = (id: string) => itsAlarms.find((one) => one.id === id) as TemplateAlarm;

  it('takes no event for stuck that is only tried again', () => {
    // 60 + 120 + 240 + 480 s, 15 times 900 s, 20 times 30 s of work, and five minutes.
    expect(its('queue-age').threshold).toBe(900 + 15 * 900 + 20 * 30 + 300);
  });

  it('takes no pause between two tries for the end of trouble', () => {
    expect(its('worker-faults')).toMatchObject({ periodSeconds: 1800, bad: 3, of: 4 });
    expect(its('handlers-wait')).toMatchObject({ periodSeconds: 1800, bad: 3, of: 4 });
  });

  it('says so in the descriptions and on the dashboard', () => {
    const [{ DashboardBody } = {}] = resources(templateOf(stack), 'AWS::CloudWatch::Dashboard');

    expect(its('worker-errors').description).toContain('dead letters after 20 crashes at most.');
    expect(its('worker-faults').description).toContain('for most of 2 hours');
    expect(words(DashboardBody)).toContain('a handler threw: up to 20 attempts, then dead letters');
    expect(words(DashboardBody)).toContain(
      'for up to 4 hours, trouble of AWS for up to 30 minutes',
    );
  });
});

describe('the alarms about retries', () => {
  it.each([
    ['worker-faults', 'fault'],
    ['handlers-wait', 'retry-after'],
  ])('%s counts those with the reason %s', (id, reason) => {
    expect(alarm(id).metrics[0]?.dimensions).toEqual({ stage: 'sandbox', reason });
  });
});

describe('the alarm about silence', () => {
  it('is off unless it was asked for', () => {
    const names = alarmsIn(templateOf(monitoredStack())).map(({ id }) => id);

    expect(names).not.toContain('no-event');
    expect(names).toHaveLength(alarms.length - 1);
  });

  it('takes silence as the fault that it is', () => {
    expect(alarm('no-event')).toMatchObject({ missingData: 'breaching', bad: 24, of: 24 });
  });

  it.each([0, 1.5, 169, -1, Number.NaN])('cannot be about %d hours', (noEventHours) => {
    expect(() => templateOf(monitoredStack({ noEventHours }))).toThrow(
      `noEventHours is ${noEventHours}: use whole hours from 1 to 168`,
    );
  });

  it.each([1, 168])('can be about %d hours', (noEventHours) => {
    expect(() => templateOf(monitoredStack({ noEventHours }))).not.toThrow();
  });
});

describe('the alarms about the widget', () => {
  it('are there only in a stage that has one', () => {
    const without = alarmsIn(
      templateOf(monitoredStack({ noEventHours: 24 }, 'sandbox', { hasWidget: false })),
    );

    expect(
      alarms.map(({ id }) => id).filter((id) => !without.some((one) => one.id === id)),
    ).toEqual([
      'widget-5xx',
      'smile-refused',
      'no-link-tokens',
      'account-without-webhook',
      'loss-detector-silent',
    ]);
  });
});

describe('the topic', () => {
  it('mails to nobody unless an address was given', () => {
    expect(resources(templateOf(monitoredStack()), 'AWS::SNS::Subscription')).toEqual([]);
  });

  it('mails to the address that was given', () => {
    expect(resources(template, 'AWS::SNS::Subscription')).toMatchObject([
      { Protocol: 'email', Endpoint: 'on-call@example.com' },
    ]);
  });

  it('takes TLS only, and lets CloudWatch publish for this account only', () => {
    const [policy] = resources(template, 'AWS::SNS::TopicPolicy');

    expect(policy?.PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });
});

describe('the rules that every synthesis checks', () => {
  it('find nothing in the alarms, the topic and the dashboard', () => {
    const { app } = monitoredStack({ alarmEmail: 'on-call@example.com', noEventHours: 24 });

    const found = nagFindings(app);

    expect(found.length).toBeGreaterThan(5);
    expect(found.filter((path) => path.startsWith('Smile/Monitoring/'))).toEqual([]);
  });
});
