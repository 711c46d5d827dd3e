import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { StageConfiguration } from '../../../infra/configuration.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { clientOptions } from '../../../local/clients.ts';
import { cachedTemplate } from '../../../local/template/cached-template.ts';
import { SynthesisFailed } from '../../../local/template/synthesis-failed.ts';
import { synthesize } from '../../../local/template/synthesize.ts';
import type { Template } from '../../../local/template/template.ts';
import { TemplateUnsupported } from '../../../local/template/template-unsupported.ts';
import { eventually } from '../eventually.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { deliveredTemplate } from '../../delivered/template.ts';
import { startReceiver } from '../receiver.ts';
import { type FixtureRun, fixture, startFixtureRun } from './fixture-run.ts';
import { queueClient, sendTo } from './queue-client.ts';

let run: FixtureRun | undefined;
afterEach(async () => {
  await run?.stop();
  run = undefined;
});

/** A run of a stack as it is, without the short times of other tests. */
const start = async (template: Template): Promise<FixtureRun> => {
  run = await startFixtureRun({ template, adjust: undefined });
  return run;
};

const startConfigured = (configuration: Omit<StageConfiguration, 'mode'>) =>
  start(configuredStack({ mode: 'sandbox', ...configuration }));

/** The project's template, with other properties of the resources of a type. */
async function withProperties(changes: Readonly<Record<string, object>>): Promise<Template> {
  const template = await deliveredTemplate();
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    Object.assign(Properties, changes[Type]);
  }
  return template;
}

const post = async (from?: string) => {
  const { status } = await fetch(run?.webhookUrl ?? '', {
    method: 'POST',
    body: '{}',
    headers: from === undefined ? {} : { 'X-Local-Source-Ip': from },
  });
  return status;
};

const SMILE = '18.142.61.230';

describe('the addresses in the configuration', () => {
  it("let Smile's in by default, and no other", async () => {
    await startConfigured({});

    await expect(post(SMILE)).resolves.toBe(201);
    await expect(post('203.0.113.7')).resolves.toBe(403);
  });

  it('decide who may call: another one is let in, and Smile’s is refused', async () => {
    await startConfigured({
      allowedAddresses: ['203.0.113.7/32'],
      extraAddresses: ['10.1.0.0/16'],
    });

    await expect(post(SMILE)).resolves.toBe(403);
    await expect(post('203.0.113.7')).resolves.toBe(201);
    await expect(post('10.1.2.3')).resolves.toBe(201);
    // Who claims no address comes from the first one that is allowed.
    await expect(post()).resolves.toBe(201);
  });

  it('are judged from a policy that the local gateway understands, or nothing starts', async () => {
    const template = await withProperties({
      'AWS::ApiGateway::RestApi': { Policy: { Statement: [{ Effect: 'Deny' }] } },
    });

    await expect(start(template)).rejects.toThrow(TemplateUnsupported);
  });
});

describe('the template', () => {
  it('says how long the worker may take, how many run, and when a message comes back', async () => {
    const template = await withProperties({
      'AWS::Lambda::Function': { Timeout: 1 },
      'AWS::SQS::Queue': { VisibilityTimeout: 3 },
      'AWS::Lambda::EventSourceMapping': { ScalingConfig: { MaximumConcurrency: 2 } },
    });
    const started = await start(template);
    const before = Date.now();

    const bodies = ['hang-once 1', 'hang-once 2', 'hang-once 3', 'hang-once 4'];
    for (const body of bodies) await sendTo(started, body);
    let busiest = 0;
    await eventually(() => {
      busiest = Math.max(busiest, started.workerPids().length);
      return started.handled().length === 2 * bodies.length;
    }, 20_000);

    expect(busiest).toBe(2);
    expect(started.lines.filter((line) => line.includes('timed out after 1.00 s'))).toHaveLength(4);
    expect(Date.now() - before).toBeGreaterThan(3000);
  });

  it('says what the queues are', async () => {
    const started = await start(await withProperties({ 'AWS::SQS::Queue': { DelaySeconds: 1 } }));

    const { Attributes } = await queueClient(started).send(
      new GetQueueAttributesCommand({
        QueueUrl: started.environment.EVENTS_QUEUE_URL,
        AttributeNames: ['All'],
      }),
    );

    expect(Attributes).toMatchObject({
      QueueArn: expect.stringMatching(/:smile-sandbox-events\.fifo$/),
      VisibilityTimeout: '180',
      DelaySeconds: '1',
      MessageRetentionPeriod: '1209600',
      FifoQueue: 'true',
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toEqual({
      deadLetterTargetArn: expect.stringMatching(/:smile-sandbox-dead-letters\.fifo$/),
      maxReceiveCount: 1000,
    });
  });

  it('says what the tables are, and what the functions find in their environment', async () => {
    const started = await startConfigured({
      account: '111122223333',
      region: 'ap-southeast-1',
      handlers: { environment: { FLAVOUR: 'vanilla' } },
    });
    const { LEDGER_TABLE, AWS_ENDPOINT_URL_DYNAMODB, FLAVOUR } = started.environment;

    const { Table } = await new DynamoDBClient(clientOptions(AWS_ENDPOINT_URL_DYNAMODB)).send(
      new DescribeTableCommand({ TableName: LEDGER_TABLE }),
    );

    expect(FLAVOUR).toBe('vanilla');
    const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName);
    expect(new Set(indexes)).toEqual(new Set(['bySubject', 'open']));
  });
});

describe('the handlers that a stage names', () => {
  it('are those that the worker runs', async () => {
    const handlers = relative(process.cwd(), fixture('smile-handlers.ts'));
    const template = configuredStack({ mode: 'sandbox', handlers });
    const receiver = await startReceiver({ template, workerEntry: undefined });
    try {
      const event = buildEvent('ACCOUNT_CONNECTED');

      await receiver.deliver(event);
      await receiver.rowWhen(event.id, 'DONE');

      expect(receiver.lines.join('\n')).toContain('handled by a file of the user');
    } finally {
      await receiver.run.stop();
    }
  });
});

/** The template without the digests of the functions' code. */
const withoutDigests = (text: string) => text.replaceAll(/[0-9a-f]{64}/g, 'digest');

describe('a synthesis', () => {
  it('gives the same template again, also beside another one', async () => {
    const [one, other] = await Promise.all([synthesize('sandbox'), synthesize('sandbox')]);

    expect(one).toBe(other);
    // What is kept may name the functions as they were before the last edit.
    const kept = JSON.stringify(await cachedTemplate('sandbox'));
    expect(JSON.parse(withoutDigests(one))).toEqual(JSON.parse(withoutDigests(kept)));
  });

  it('that fails says what the CDK app said, in its one sentence', async () => {
    const synthesizing = synthesize('nowhere');

    await expect(synthesizing).rejects.toThrow(SynthesisFailed);
    await expect(synthesizing).rejects.toThrow(
      /^There is no stage "nowhere": .*infra\/stages\.ts\.$/,
    );
  });

  it('can be given up', async () => {
    const givenUp = new AbortController();
    const synthesizing = synthesize('sandbox', { signal: givenUp.signal });

    givenUp.abort();

    await expect(synthesizing).rejects.toThrow('aborted');
  });
});
