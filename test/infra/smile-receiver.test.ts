import { Stack, Stage } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { ConfigurationInvalid } from '../../infra/configuration/configuration-invalid.ts';
import { receiverTag } from '../../infra/receiver-tag.ts';
import {
  SmileReceiverStack,
  type SmileReceiverStackProps,
} from '../../infra/smile-receiver-stack.ts';
import { SmileReceiver, type SmileReceiverProps } from '../../infra/smile-receiver.ts';
import { brokenPromises } from './promises/promises.ts';
import { receiverIn } from './receiver-in.ts';
import { emptyApp } from './synthesized.ts';
import { all, one, property, type Template, words } from './template.ts';
import { expectedOf, testedStages } from './tested-stages.ts';

const sandbox: SmileReceiverProps = { stage: 'sandbox', mode: 'sandbox' };

const templateOf = (stack: Stack): Template => {
  const root = stack.node.root as ReturnType<typeof emptyApp>;
  return root.synth().getStackArtifact(stack.artifactId).template as Template;
};

const stackWithTable = () => {
  const stack = new Stack(emptyApp(), 'crm');
  const table = new Table(stack, 'Crm', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  return { stack, table };
};

const stackOf = (scope: Construct, id: string, props: SmileReceiverStackProps) =>
  new SmileReceiverStack(scope, id, props);

const receiver = (scope: Construct, id: string, props: SmileReceiverProps) =>
  new SmileReceiver(scope, id, props);

/** What the making of receivers is refused with. */
function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.message;
    throw error;
  }
  return '';
}

describe("a receiver in an app of one's own", () => {
  it('lets its handlers use a table of the app by one line, and tells them its name by another', () => {
    const { stack, table } = stackWithTable();

    const smile = receiver(stack, 'Smile', sandbox);
    table.grantReadWriteData(smile);
    smile.worker.addEnvironment('CRM_TABLE', table.tableName);

    const template = templateOf(stack);
    const worker = one(template, 'AWS::Lambda::Function', 'SmileWorker');
    const granted = one(template, 'AWS::IAM::Policy', 'SmileWorkerRoleDefaultPolicy');
    const { id } = one(template, 'AWS::DynamoDB::Table', 'Crm');
    expect(words(property(worker, 'Environment', 'Variables', 'CRM_TABLE'))).toBe(`\${${id}}`);
    expect(words(property(granted, 'PolicyDocument', 'Statement', 0, 'Resource'))).toBe(
      `\${${id}.Arn}`,
    );
    expect(property(granted, 'PolicyDocument', 'Statement', 0, 'Action')).toContain(
      'dynamodb:PutItem',
    );
    expect(words(property(granted, 'Roles', 0))).toBe(
      `\${${one(template, 'AWS::IAM::Role', 'SmileWorker').id}}`,
    );
  });

  it('breaks no rule of cdk-nag beside resources of the app', () => {
    const { stack, table } = stackWithTable();
    const smile = receiver(stack, 'Smile', sandbox);
    table.grantReadWriteData(smile);

    for (const pack of [new AwsSolutionsChecks(), new ServerlessChecks()]) {
      expect(pack.validateScope(stack.node.root).violations).toEqual([]);
    }
  });

  it('shows the things that other constructs want', () => {
    const stack = new Stack(emptyApp(), 'crm');

    const smile = receiver(stack, 'Smile', sandbox);

    const shown = {
      events: smile.eventsQueue.queueArn,
      deadLetters: smile.deadLetterQueue.queueArn,
      ledger: smile.ledgerTable.tableArn,
      state: smile.stateTable.tableArn,
      bodies: smile.bodiesBucket.bucketArn,
      secret: smile.webhookSecret.secretArn,
      url: smile.webhookUrl,
      alarms: smile.alarmTopic.topicArn,
      bus: smile.eventBus.eventBusArn,
      worker: smile.worker.functionArn,
      ingress: smile.ingress.functionArn,
    };
    const template = templateOf(stack);
    const at = (type: string, begins: string) => one(template, type, begins).id;
    const apiStage = at('AWS::ApiGateway::Stage', 'Smile');
    expect(
      Object.fromEntries(
        Object.entries(shown).map(([name, value]) => [name, words(stack.resolve(value))]),
      ),
    ).toEqual({
      events: '${SmileEventsQueue.Arn}',
      deadLetters: '${SmileDeadLettersQueue.Arn}',
      ledger: '${SmileLedgerTable.Arn}',
      state: '${SmileStateTable.Arn}',
      bodies: '${SmileBodiesBucket.Arn}',
      secret: '${SmileWebhookSecret}',
      url: `https://\${SmileWebhooksApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/\${${apiStage}}/webhooks`,
      alarms: `\${${at('AWS::SNS::Topic', 'Smile')}}`,
      bus: `\${${at('AWS::Events::EventBus', 'Smile')}.Arn}`,
      worker: `\${${at('AWS::Lambda::Function', 'SmileWorker')}.Arn}`,
      ingress: `\${${at('AWS::Lambda::Function', 'SmileIngress')}.Arn}`,
    });
    expect(smile.widget).toBeUndefined();
  });

  it('names itself in a sentence about what is wrong with its properties', () => {
    const { stack } = stackWithTable();
    const written = { ...sandbox, alarmEmail: 'oncall@example.com' };

    expect(refusal(() => receiver(stack, 'Smile', written))).toMatch(
      /^crm\/Smile, stage sandbox: the key alarmEmail is unknown; remove it, or use one of mode, /,
    );
  });

  it('keeps the logical ids of what must survive when it moves deeper in the tree', () => {
    const above = new Stack(emptyApp(), 'crm');
    const below = new Stack(emptyApp(), 'crm');
    const kept = (stack: Stack) =>
      Object.keys(templateOf(stack).Resources).filter((id) =>
        /^Smile[A-Z][A-Za-z]+(Queue|Table|Bucket|Secret|Api|Credentials)$/.test(id),
      );
    const widget = { origins: ['https://app.example.com'] };

    receiver(above, 'Smile', { ...sandbox, widget });
    const inside = new Construct(new Construct(below, 'Events'), 'Inbound');
    receiver(inside, 'Smile', { ...sandbox, widget });

    expect(kept(above)).toHaveLength(11);
    expect(kept(below).toSorted()).toEqual(kept(above).toSorted());
    expect(Object.keys(templateOf(below).Outputs)).toEqual(Object.keys(templateOf(above).Outputs));
  });
});

describe('two receivers', () => {
  it('with different stages keep every promise in one stack', () => {
    const stack = new Stack(emptyApp(), 'both');
    const { sandbox: trial, 'production-widget': live } = testedStages;
    receiver(stack, 'Trial', { ...trial, mode: 'sandbox', stage: 'sandbox' });
    receiver(stack, 'Live', { ...live, mode: 'production', stage: 'production-widget' });

    const template = templateOf(stack);

    const broken = (prefix: string, stage: string) =>
      brokenPromises(receiverIn(template, prefix), expectedOf(stage));
    expect(broken('Trial', 'sandbox')).toEqual([]);
    expect(broken('Live', 'production-widget')).toEqual([]);
    const ofNeither = [...Object.keys(template.Resources), ...Object.keys(template.Outputs)].filter(
      (id) => !/^(Trial|Live|CustomS3AutoDeleteObjects)/.test(id),
    );
    expect(ofNeither).toEqual([]);
  });

  it('of the same stage in one account and region stop with a sentence', () => {
    const app = emptyApp();
    receiver(new Stack(app, 'a'), 'Smile', sandbox);

    expect(refusal(() => receiver(new Stack(app, 'b'), 'Events', sandbox))).toBe(
      'Two receivers have the stage "sandbox" in one account and region: a/Smile and b/Events. Give one of them another stage, after which its queues, its bus and its metrics are called.',
    );
  });

  it('of the same stage in two regions are made', () => {
    const app = emptyApp();
    const inRegion = (region: string) => new Stack(app, region, { env: { region } });

    receiver(inRegion('ap-southeast-1'), 'Smile', sandbox);

    expect(refusal(() => receiver(inRegion('eu-west-1'), 'Smile', sandbox))).toBe('');
  });

  it('whose ids are alike stop with a sentence, where their logical ids would be the same', () => {
    const stack = new Stack(emptyApp(), 'both');
    receiver(stack, 'Smile', sandbox);
    const other = { ...sandbox, stage: 'staging' };

    expect(refusal(() => receiver(new Construct(stack, 'More'), 'Smile', other))).toContain(
      'Two receivers of one stack have ids that are alike: both/Smile and both/More/Smile.',
    );
  });
});

describe('a stack that holds a receiver', () => {
  it('is called after the stage, refuses to be deleted in production, and is found by its tag', () => {
    const app = emptyApp();

    stackOf(app, 'live', { receiver: { stage: 'live', mode: 'production' } });

    const [stack] = app.synth().stacks;
    expect(stack).toMatchObject({
      stackName: 'smile-live',
      terminationProtection: true,
      tags: { [receiverTag('live')]: 'Smile' },
    });
  });

  it('passes on what every stack can be told', () => {
    const app = emptyApp();

    stackOf(new Stage(app, 'Beta'), 'live', {
      receiver: { stage: 'live', mode: 'production' },
      env: { account: '123456789012', region: 'eu-central-1' },
      stackName: 'events-of-smile',
      tags: { team: 'lending' },
      terminationProtection: false,
    });

    const [stack] = app.synth().getNestedAssembly('assembly-Beta').stacks;
    expect(stack).toMatchObject({
      environment: { account: '123456789012', region: 'eu-central-1' },
      stackName: 'events-of-smile',
      terminationProtection: false,
      tags: { team: 'lending' },
    });
  });
});

it('the parts of a template that are of no receiver are left out of it', () => {
  const { stack } = stackWithTable();
  receiver(stack, 'Smile', sandbox);

  const tables = all(receiverIn(templateOf(stack), 'Smile'), 'AWS::DynamoDB::Table');

  expect(tables.map(({ id }) => id)).toEqual(['LedgerTable', 'StateTable']);
});
