import { randomUUID } from 'node:crypto';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CHECKS } from '../../../operations/doctor/checks.ts';
import { examineDeployed } from '../../../operations/doctor/examine-deployed.ts';
import { runChecks } from '../../../operations/doctor/run-checks.ts';
import { localStage } from '../../../operations/local-stage.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { linesOf, objectsOf, smile, startSmile } from './smile.ts';
import { type StageStandIn, type StageState, startStageStandIn } from './stage-stand-in.ts';

const OTHER_SECRET = 'canary-other-secret-9f2';
const FROM_ELSEWHERE = 'https://abc123.execute-api.ap-southeast-1.amazonaws.com/prod/hook';
const NAMES = CHECKS.map(({ name }) => name);

let receiver: Receiver;
let stage: StageStandIn;
let well: StageState;
beforeAll(async () => {
  receiver = await startReceiver();
  stage = await startStageStandIn(receiver.run);
  well = structuredClone(stage.state);
});
afterAll(async () => {
  stage.close();
  await receiver.run.stop();
});

beforeEach(async () => {
  Object.assign(stage.state, structuredClone(well));
  await receiver.run.secretsManager.set({ current: SECRET });
  register({});
});
afterEach(() => {
  vi.unstubAllEnvs();
  receiver.run.smileApi.failNext(0, 500);
});

/** Replaces what is registered at Smile by one registration for each of these. */
function register(...registrations: readonly object[]): void {
  const { webhooks } = receiver.run.smileApi;
  for (const { id } of webhooks.all()) webhooks.remove(id);
  const usual = { name: 'here', url: receiver.run.webhookUrl, secret: SECRET, active: true };
  for (const each of registrations) {
    webhooks.create({ ...usual, eventTypes: ['ALL_EVENTS'], ...each });
  }
}

/** One check, in this process. */
async function look(check: string, limitMs?: number) {
  for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
  const checks = CHECKS.filter(({ name }) => name === check);
  const [found] = await Promise.all(runChecks(checks, await examineDeployed('sandbox'), limitMs));
  return found;
}

/** The command as a script runs it, on the stage. */
async function doctor(...args: readonly string[]) {
  return await startSmile(['doctor', '--stage', 'sandbox', ...args], {
    environment: stage.environment,
  }).ended;
}

describe('smile doctor', () => {
  it('finds a stage well, and ends with 0', async () => {
    const { code, stdout, stderr } = await doctor();

    const marks = linesOf(stdout).map((line) => line.split('\t').slice(0, 2));
    expect(marks).toEqual(NAMES.map((name) => ['✓', name]));
    expect(code).toBe(0);
    expect(stderr).toMatch(/0 problems, 0 warnings, 9 fine in \d+\.\d s/);
  });

  it('names what is wrong and its cure, shows no secret, and ends with 1', async () => {
    const { state } = stage;
    state.stack = 'UPDATE_ROLLBACK_FAILED';
    register({ active: false, secret: OTHER_SECRET });
    await receiver.run.secretsManager.set(` ${OTHER_SECRET}`);
    Object.assign(state, { stored: 0, queueAge: 3600, concurrentExecutions: 5, subscriptions: [] });
    state.alarms.forEach((alarm) => (alarm.StateValue = 'ALARM'));
    await using _ = await deadLetter();

    const { code, stdout } = await doctor('--json', '--verbose');

    const found = objectsOf(stdout);
    expect(found.map(({ check, mark }) => [check, mark])).toEqual(
      NAMES.map((name) => [
        name,
        name === 'last-event' || name === 'subscribers' ? 'warning' : 'problem',
      ]),
    );
    expect(found.every(({ cure }) => typeof cure === 'string')).toBe(true);
    expect(stdout).not.toContain(OTHER_SECRET);
    expect(stdout).not.toContain(SECRET);
    expect(code).toBe(1);
  });

  it('never says that something is well which it may not look at', async () => {
    stage.state.denied = new Set(['cloudformation:DescribeStacks']);

    const { code, stdout } = await doctor();

    const lines = linesOf(stdout);
    expect(lines.map((line) => line[0])).toEqual(
      NAMES.map((name) => (name === 'last-event' ? '✓' : '?')),
    );
    expect(lines[0]).toContain('It needs cloudformation:DescribeStacks on the stack smile-sandbox');
    expect(code).toBe(1);
  });

  it('looks at what is asked for, and ends with 0 if nothing but a warning is found', async () => {
    stage.state.stored = 0;

    const some = await doctor('--only', 'last-event,secret', '--json');
    const none = await doctor('--only', 'queu');

    expect(objectsOf(some.stdout)).toMatchObject([
      { check: 'secret', mark: 'fine' },
      { check: 'last-event', mark: 'warning' },
    ]);
    expect(some.code).toBe(0);
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('Name some of stack, secret, registration');
  });

  it('looks again until it is interrupted', async () => {
    const watching = startSmile(
      ['doctor', '--stage', 'sandbox', '--only', 'secret', '--watch', '--json'],
      { environment: stage.environment },
    );
    await soon(() => expect(watching.printed()).toContain('1 fine'), 30_000);
    watching.kill('SIGINT');

    const { code, stdout } = await watching.ended;
    expect(code).toBe(130);
    expect(objectsOf(stdout)).toMatchObject([{ check: 'secret', mark: 'fine' }]);
  });

  it('examines a local run, and says what a laptop has not', async () => {
    const { code, stdout } = await smile('doctor', '--url', receiver.run.url);

    const marks = Object.fromEntries(
      linesOf(stdout).map((line) => line.split('\t').slice(0, 2).toReversed()),
    );
    expect(marks).toEqual({
      stack: '–',
      secret: '✓',
      registration: '✓',
      'last-event': '–',
      queue: '✓',
      'dead-letters': '✓',
      concurrency: '–',
      alarms: '–',
      subscribers: '–',
    });
    expect(code).toBe(0);
  });
});

describe('a check', () => {
  it.each<[check: string, says: string | RegExp, prepare: () => unknown]>([
    ['stack', 'UPDATE_IN_PROGRESS', () => (stage.state.stack = 'UPDATE_IN_PROGRESS')],
    ['stack', 'the version before it runs', () => (stage.state.stack = 'UPDATE_ROLLBACK_COMPLETE')],
    [
      'stack',
      /^version 0\.0\.1 is deployed, here is /,
      () => (stage.state.outputs.ReceiverVersion = '0.0.1'),
    ],
    [
      'secret',
      '"previous" is empty, and is not accepted.',
      () => receiver.run.secretsManager.set({ current: SECRET, previous: '' }),
    ],
    ['registration', 'registered 2 times: each event comes as often', () => register({}, {})],
    [
      'registration',
      'Smile still signs with the previous secret',
      async () => {
        await receiver.run.secretsManager.set({ current: OTHER_SECRET, previous: SECRET });
      },
    ],
    ['last-event', 'no event was stored in the last 24 h', () => (stage.state.stored = 0)],
    ['queue', 'oldest message 6m, 0 waiting, 0 in flight', () => (stage.state.queueAge = 400)],
    [
      'concurrency',
      /^10 executions for the workers, the ingress and the pages/,
      () => {
        stage.state.outputs.WidgetUrl = 'https://widget.example';
        stage.state.concurrentExecutions = 10;
      },
    ],
    ['alarms', '1 of 2 alarms are muted, and tell no one', () => (alarm(0).ActionsEnabled = false)],
    [
      'subscribers',
      'no subscription is confirmed, so alarms reach no one',
      () => (subscription().SubscriptionArn = 'PendingConfirmation'),
    ],
    ['subscribers', /^no one is subscribed/, () => (stage.state.subscriptions = [])],
  ])('%s warns: %s', async (check, says, prepare) => {
    await prepare();

    expect(await look(check)).toMatchObject({
      mark: 'warning',
      says: says instanceof RegExp ? expect.stringMatching(says) : expect.stringContaining(says),
      cure: expect.any(String),
    });
  });

  it.each<[check: string, says: string | RegExp, cure: string, prepare: () => unknown]>([
    [
      'stack',
      'There is no stack smile-sandbox',
      'npx cdk deploy',
      () => (stage.state.stack = undefined),
    ],
    [
      'stack',
      'ROLLBACK_COMPLETE',
      'npx cdk deploy',
      () => (stage.state.stack = 'ROLLBACK_COMPLETE'),
    ],
    [
      'secret',
      'The text is not JSON.',
      'put-secret-value',
      () => receiver.run.secretsManager.set(OTHER_SECRET),
    ],
    [
      'secret',
      'It is missing, or it has no value.',
      'put-secret-value',
      () => receiver.run.secretsManager.set(undefined),
    ],
    ['registration', 'Smile has no registration of http://', 'Register http', () => register()],
    [
      'registration',
      `Smile posts to ${FROM_ELSEWHERE}, this stage listens at https://xyz9`,
      'Register https',
      () => {
        stage.state.outputs.WebhookUrl = FROM_ELSEWHERE.replace('abc123', 'xyz9');
        register(
          { url: `${FROM_ELSEWHERE}?token=${OTHER_SECRET}` },
          { url: 'https://else.example/' },
        );
      },
    ],
    ['registration', 'registered, but not active', 'ALL_EVENTS', () => register({ active: false })],
    [
      'registration',
      /^Smile does not send (?!.*USER_CREATED).*ACCOUNT_DISCONNECTED/,
      'ALL_EVENTS',
      () => register({ eventTypes: ['USER_CREATED'] }),
    ],
    [
      'registration',
      'Smile signs with another secret than that of here',
      'register anew',
      () => register({ secret: OTHER_SECRET }),
    ],
    [
      'queue',
      'oldest message 25m',
      'smile tail --errors --stage sandbox',
      () => (stage.state.queueAge = 1500),
    ],
    [
      'concurrency',
      'the workers may take all 5 executions of the account',
      'request-service-quota-increase',
      () => (stage.state.concurrentExecutions = 5),
    ],
    [
      'concurrency',
      'an event source mapping is Disabled',
      '--enabled --uuid mapping-1',
      () => stage.state.mappings.forEach((mapping) => (mapping.State = 'Disabled')),
    ],
    ['concurrency', 'nothing takes events', 'Deploy', () => (stage.state.mappings = [])],
    ['alarms', 'no alarm reports to the topic', 'cdk deploy', () => (stage.state.alarms = [])],
    [
      'alarms',
      'no alarm reports to the topic',
      'cdk deploy',
      () => stage.state.alarms.forEach((each) => (each.AlarmActions = ['arn:of:another'])),
    ],
    [
      'alarms',
      /^firing: dead-letters$/,
      'See docs/operations.md#alarm-dead-letters.',
      () => (alarm(1).StateValue = 'ALARM'),
    ],
  ])('%s reports the problem: %s', async (check, says, cure, prepare) => {
    await prepare();

    const found = await look(check);

    expect(found).toMatchObject({
      mark: 'problem',
      says: says instanceof RegExp ? expect.stringMatching(says) : expect.stringContaining(says),
      cure: expect.stringContaining(cure),
    });
    expect(JSON.stringify(found)).not.toContain(OTHER_SECRET);
  });

  it('counts dead letters, and names the command that lists them', async () => {
    await using _ = await deadLetter();

    expect(await look('dead-letters')).toMatchObject({
      mark: 'problem',
      says: '1 event was given up',
      cure: 'smile dead-letters --stage sandbox',
    });
  });

  it.each<[check: string, says: string, prepare: () => unknown]>([
    [
      'stack',
      'cloudformation:DescribeStacks on the stack smile-sandbox',
      deny('cloudformation:DescribeStacks'),
    ],
    ['secret', 'secretsmanager:GetSecretValue', deny('secretsmanager:GetSecretValue')],
    ['secret', 'could not be read', deny('cloudformation:DescribeStacks')],
    ['registration', 'secretsmanager:GetSecretValue', deny('secretsmanager:GetSecretValue')],
    [
      'registration',
      'Smile does not accept the API key',
      () => receiver.run.smileApi.failNext(1, 401),
    ],
    [
      'registration',
      'The answer is not from Smile',
      () => receiver.run.smileApi.failNext(1, 'garbage'),
    ],
    [
      'registration',
      'the secret of here cannot be used',
      () => receiver.run.secretsManager.set('no'),
    ],
    ['last-event', 'cloudwatch:GetMetricData', deny('cloudwatch:GetMetricData')],
    ['queue', 'cloudwatch:GetMetricData', deny('cloudwatch:GetMetricData')],
    [
      'queue',
      'sqs:GetQueueAttributes on the queue events',
      () => behindStandIn('EventsQueueUrl', 'events'),
    ],
    [
      'dead-letters',
      'sqs:GetQueueAttributes on the queue dead',
      () => behindStandIn('DeadLettersQueueUrl', 'dead'),
    ],
    ['concurrency', 'lambda:GetAccountSettings', deny('lambda:GetAccountSettings')],
    ['concurrency', 'lambda:ListEventSourceMappings', deny('lambda:ListEventSourceMappings')],
    ['alarms', 'cloudwatch:DescribeAlarms', deny('cloudwatch:DescribeAlarms')],
    ['subscribers', 'sns:ListSubscriptionsByTopic', deny('sns:ListSubscriptionsByTopic')],
  ])('%s that cannot look says so: %s', async (check, says, prepare) => {
    await prepare();

    expect(await look(check)).toMatchObject({
      mark: 'unseen',
      says: expect.stringContaining(says),
    });
  });

  it('that gets no answer in its time says so', async () => {
    receiver.run.smileApi.failNext(1, 'hang');

    expect(await look('registration', 500)).toMatchObject({
      mark: 'unseen',
      says: 'There was no answer within 0.5 s.',
    });
  });

  it('of the registration does not look without a key', async () => {
    delete stage.state.outputs.ApiCredentialsName;

    expect(await look('registration')).toMatchObject({
      mark: 'not-here',
      says: expect.stringContaining('SMILE_API_KEY'),
    });
  });

  it('of the registration takes the key of the environment before that of the stage', async () => {
    vi.stubEnv('SMILE_API_KEY', 'unknown-key');
    const half = await look('registration');
    vi.stubEnv('SMILE_API_SECRET', OTHER_SECRET);
    const both = await look('registration');

    expect(half).toMatchObject({ mark: 'unseen', says: expect.stringContaining('Set both') });
    expect(both).toMatchObject({ mark: 'unseen', says: expect.stringContaining('API key') });
    expect(JSON.stringify([half, both])).not.toContain(OTHER_SECRET);
  });
});

const alarm = (index: number) => stage.state.alarms[index] as StageState['alarms'][number];
const subscription = () => stage.state.subscriptions[0] as StageState['subscriptions'][number];

function deny(action: string) {
  return () => stage.state.denied.add(action);
}

/** The SQS client follows a queue's URL: the stand-in denies what it is asked there. */
function behindStandIn(output: string, name: string): void {
  stage.state.outputs[output] = `${stage.environment.AWS_ENDPOINT_URL}/000000000000/${name}`;
  stage.state.denied.add('sqs:GetQueueAttributes');
}

/** Puts one dead letter into the queue, until the test is over. */
async function deadLetter(): Promise<AsyncDisposable> {
  const { sqs, names } = await localStage(receiver.run.url);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: names.deadLetters,
      MessageBody: '{}',
      MessageGroupId: 'et-dead',
      MessageDeduplicationId: randomUUID(),
    }),
  );
  return {
    [Symbol.asyncDispose]: async () => {
      await sqs.send(new PurgeQueueCommand({ QueueUrl: names.deadLetters }));
    },
  };
}
