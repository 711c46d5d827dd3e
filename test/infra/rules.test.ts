import { type App, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterEach, describe, expect, it } from 'vitest';
import { WorkerFunction } from '../../infra/functions/worker-function.ts';
import { appOf } from './synthesized.ts';
import { testedStages as stages } from './tested-stages.ts';

const ACKNOWLEDGED = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;

/** Rule and reason of every acknowledgement in the app. */
function acknowledgements(app: App): readonly (readonly [rule: string, reason: string])[] {
  return app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === ACKNOWLEDGED)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([rule, reason]) => [rule.replace(/^annotation::/i, ''), reason]);
}

/** What the packs find when nothing is acknowledged. */
function findings(app: App): ReadonlySet<string> {
  for (const { node } of app.node.findAll()) {
    const kept = node.metadata.filter(({ type }) => type !== ACKNOWLEDGED);
    Object.defineProperty(node, 'metadata', { value: kept });
  }
  const packs = [new AwsSolutionsChecks(), new ServerlessChecks()];
  return new Set(
    packs.flatMap((pack) => pack.validateScope(app).violations.map(({ ruleName }) => ruleName)),
  );
}

describe('the rules of cdk-nag', () => {
  afterEach(() => {
    process.exitCode = undefined;
  });

  it('find nothing in any stage that is not acknowledged', () => {
    const app = appOf(stages);

    for (const pack of [new AwsSolutionsChecks(), new ServerlessChecks()]) {
      expect(pack.validateScope(app).violations).toEqual([]);
    }
  });

  it.each([
    ['of AwsSolutions', (app: App) => queueIn(app), 'AwsSolutions-SQS4'],
    ['of Serverless', (app: App) => queueIn(app), 'Serverless-SQSRedrivePolicy'],
  ])('fail the synthesis when one %s is broken', (_pack, breakIn, rule) => {
    const app = appOf({ sandbox: stages.sandbox });
    breakIn(app);

    expect(failureOf(app)).toContain(rule);
  });

  it.each([
    ['dynamodb:*', 'arn:aws:dynamodb:::table/x', 'AwsSolutions-IAM5[Action::dynamodb:*]'],
    // Our own reason for the same wildcard is for what the worker itself needs.
    ['ses:SendEmail', '*', 'AwsSolutions-IAM5[Resource::*]'],
  ])(
    'fail the synthesis when an app grants %s on %s to the worker without a reason of its own',
    (action, resource, rule) => {
      const app = appOf({ sandbox: stages.sandbox });
      const statement = new PolicyStatement({ actions: [action], resources: [resource] });
      workerIn(app).role.addToPrincipalPolicy(statement);

      expect(failureOf(app)).toContain(rule);
    },
  );

  it('pass what an app grants to the worker and acknowledges in one line', () => {
    const app = appOf({ sandbox: stages.sandbox });
    const { role } = workerIn(app);
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:SendEmail'], resources: ['*'] }),
    );
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Every address may be written to.',
    });

    expect(failureOf(app)).toBe('');
  });
});

describe('an acknowledgement', () => {
  it('gives a reason in words', () => {
    const short = acknowledgements(appOf(stages)).filter(
      ([, reason]) => reason.split(' ').length < 5,
    );

    expect(short).toEqual([]);
  });

  it('is there only for what the rules really find', () => {
    const app = appOf(stages);
    const acknowledged = new Set(acknowledgements(app).map(([rule]) => rule));

    const found = findings(app);

    expect(acknowledged.size).toBeGreaterThan(10);
    expect([...acknowledged].filter((rule) => !found.has(rule))).toEqual([]);
  });
});

function workerIn(app: App): WorkerFunction {
  const worker = app.node.findAll().find((construct) => construct instanceof WorkerFunction);
  if (!worker) throw new Error('The app has no worker.');
  return worker;
}

function queueIn(app: App): void {
  const stack = app.node.tryFindChild('smile-sandbox');
  if (stack) Reflect.construct(CfnQueue, [stack, 'Careless', {}]);
}

/** What the synthesis says when it fails; empty when it does not. */
function failureOf(app: App): string {
  try {
    app.synth();
    return '';
  } catch (error) {
    return String(error);
  }
}
